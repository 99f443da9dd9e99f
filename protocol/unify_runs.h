#pragma once

#include "protocol/json.h"
#include "protocol/unify_workflows.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Starting runs, and what became of them. In wire spelling; PROTOCOL.md explains them.
namespace unify_ls::protocol {

struct WorkflowRunArgs {
  std::optional<std::string> folder;
  std::optional<std::string> file;
  std::optional<std::string> branch;
  std::optional<std::string> componentId;
  std::optional<json::object> inputs;
  std::optional<bool> dryRun;
  std::optional<std::string> commit;
  /// true: consent by whoever wrote the call; a string: the value of the confirmation's *run* entry.
  std::optional<json::value> confirmed;
  std::optional<bool> force;
  /// The address of a run document, in place of folder, file, branch and inputs. Then `confirmed: true` does
  /// not count.
  std::optional<std::string> document;
  std::optional<std::string> preset; ///< the name of a run document of the repository
};
BOOST_DESCRIBE_STRUCT(WorkflowRunArgs, (),
                      (folder, file, branch, componentId, inputs, dryRun, commit, confirmed, force, document,
                       preset))

struct RunComposeArgs {
  std::optional<std::string> folder;
  std::optional<std::string> file;
  std::optional<std::string> branch;
  std::optional<std::string> id; ///< an earlier run, whose inputs are taken
};
BOOST_DESCRIBE_STRUCT(RunComposeArgs, (), (folder, file, branch, id))

struct PresetSaveArgs {
  std::optional<std::string> document;
  std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(PresetSaveArgs, (), (document, name))

/// A run document that was written.
struct RunComposed {
  std::string uri;
  std::string path;
  bool opened = false; ///< the editor shows it
};
BOOST_DESCRIBE_STRUCT(RunComposed, (), (uri, path, opened))

struct RunAgainArgs {
  std::optional<std::string> id;
  std::optional<bool> edit;
  std::optional<std::string> componentId;
  std::optional<json::object> inputs;
  std::optional<bool> dryRun;
  std::optional<json::value> confirmed;
  std::optional<bool> force;
};
BOOST_DESCRIBE_STRUCT(RunAgainArgs, (), (id, edit, componentId, inputs, dryRun, confirmed, force))

/// The request that starts a run, the token left out.
struct HttpRequest {
  std::string method;
  std::string url;
  std::map<std::string, std::string> headers;
  json::value body;
};
BOOST_DESCRIBE_STRUCT(HttpRequest, (), (method, url, headers, body))

struct RunStarted {
  std::string outcome; ///< started or dryRun
  std::optional<std::string> id;
  std::optional<std::string> runId;
  std::optional<std::string> runUrl;
  Component component;
  std::string branch;
  std::optional<std::string> commit;
  std::string file;
  json::object inputs;                 ///< name -> text, in the author's order
  std::vector<std::string> inputNames; ///< that order, for clients whose objects keep none
  HttpRequest request;
  std::optional<std::vector<std::string>> notes; ///< sentences for a person: what is out of the ordinary
  std::optional<std::string> text;               ///< of a dry run: the same for a person, as Markdown
};
BOOST_DESCRIBE_STRUCT(RunStarted, (),
                      (outcome, id, runId, runUrl, component, branch, commit, file, inputs, inputNames,
                       request, notes, text))

struct CurlText {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(CurlText, (), (text))

struct Run {
  std::string id;
  std::optional<std::string> runId;
  std::optional<std::string> runUrl;
  Component component;
  std::string file;
  std::string branch;
  std::optional<std::string> commit;
  json::object inputs;                 ///< name -> text, in the author's order
  std::vector<std::string> inputNames; ///< that order, for clients whose objects keep none
  std::string requestedAt;
  std::string outcome; ///< sending, started, refused or unknown
  std::optional<std::string> status;
  std::optional<std::string> reason; ///< the platform's words on how it ended
  std::optional<std::string> startedAt;
  std::optional<std::string> endedAt;
  bool ended = false;
  std::optional<std::string> following; ///< of an unfinished one: here, elsewhere, lost or off
  std::string state;                    ///< how it stands, in a word for a person
  std::string mood;                     ///< going, good, doubtful, bad or neutral
  std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(Run, (),
                      (id, runId, runUrl, component, file, branch, commit, inputs, inputNames, requestedAt,
                       outcome, status, reason, startedAt, endedAt, ended, following, state, mood, error))

struct RunList {
  std::vector<Run> runs;
};
BOOST_DESCRIBE_STRUCT(RunList, (), (runs))

/// What of a run's details the platform does not give.
struct MissingDetails {
  std::string what;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(MissingDetails, (), (what, why))

struct RunDetails {
  Run run;
  std::string text; ///< the same for a person, as Markdown
  std::optional<json::array> artifacts;
  std::optional<json::array> testResults;
  std::optional<json::array> deployments;
  std::optional<json::array> evidences;
  std::optional<std::vector<MissingDetails>> missing;
};
BOOST_DESCRIBE_STRUCT(RunDetails, (), (run, text, artifacts, testResults, deployments, evidences, missing))

struct RunOpenArgs {
  std::optional<std::string> id;
  std::optional<bool> component; ///< Unify's page for its component, as near as that is known
};
BOOST_DESCRIBE_STRUCT(RunOpenArgs, (), (id, component))

/// A run that left the lists of this machine.
struct RunForgotten {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(RunForgotten, (), (id))

struct Following {
  std::string id;
  bool following = false;
};
BOOST_DESCRIBE_STRUCT(Following, (), (id, following))

/// The notification `unify/runChanged`.
struct RunChanged {
  std::string folder;
  Run run;
};
BOOST_DESCRIBE_STRUCT(RunChanged, (), (folder, run))

} // namespace unify_ls::protocol
