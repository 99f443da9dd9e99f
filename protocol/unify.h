#pragma once

#include "protocol/json.h"
#include "protocol/lsp.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Arguments and results of our commands, in wire spelling. PROTOCOL.md explains them.
namespace unify_ls::protocol {

/// The number both sides compare in `experimental.unify.protocol`.
inline constexpr int unify_protocol = 1;

struct FolderArgs {
  std::optional<std::string> folder;
};
BOOST_DESCRIBE_STRUCT(FolderArgs, (), (folder))

struct IdArgs {
  std::optional<std::string> id;
};
BOOST_DESCRIBE_STRUCT(IdArgs, (), (id))

struct TokenSetArgs {
  std::optional<double> days;
  std::optional<std::string> expires;
};
BOOST_DESCRIBE_STRUCT(TokenSetArgs, (), (days, expires))

struct TokenStatusArgs {
  std::optional<bool> check;
};
BOOST_DESCRIBE_STRUCT(TokenStatusArgs, (), (check))

struct TokenStatus {
  std::string origin;
  bool stored = false;
  std::string store; ///< its name; why it was chosen stands in `storeReason`
  std::optional<std::string> storeReason;
  std::optional<std::string> savedAt;
  std::optional<std::string> expiresAt;
  std::optional<long long> daysLeft;
  std::optional<bool> accepted;
};
BOOST_DESCRIBE_STRUCT(TokenStatus, (),
                      (origin, stored, store, storeReason, savedAt, expiresAt, daysLeft, accepted))

struct TokenDeleted {
  std::string origin;
  bool deleted = false;
};
BOOST_DESCRIBE_STRUCT(TokenDeleted, (), (origin, deleted))

struct Opened {
  std::string url;
  bool opened = false;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (url, opened))

struct ComponentSelectArgs {
  std::optional<std::string> folder;
  std::optional<std::string> componentId;
};
BOOST_DESCRIBE_STRUCT(ComponentSelectArgs, (), (folder, componentId))

struct SelectedComponent {
  std::optional<std::string> organizationId;
  std::string componentId;
  std::optional<std::string> name;
  std::optional<std::string> repositoryUrl;
  std::string how;
};
BOOST_DESCRIBE_STRUCT(SelectedComponent, (), (organizationId, componentId, name, repositoryUrl, how))

struct Component {
  std::optional<std::string> organizationId;
  std::string componentId;
  std::optional<std::string> name;
  std::optional<std::string> repositoryUrl;
};
BOOST_DESCRIBE_STRUCT(Component, (), (organizationId, componentId, name, repositoryUrl))

struct WorkflowProblem {
  std::string message;
  std::string severity; ///< error, warning or information
  std::optional<Range> range;
};
BOOST_DESCRIBE_STRUCT(WorkflowProblem, (), (message, severity, range))

struct WorkflowInput {
  std::string name;
  std::string type; ///< string, number, boolean or choice
  std::optional<std::string> description;
  bool required = false;
  std::optional<std::string> default_;
  std::optional<std::vector<std::string>> options;
  std::optional<Range> range;
};
BOOST_DESCRIBE_STRUCT(WorkflowInput, (), (name, type, description, required, default_, options, range))

struct Workflow {
  std::string file;
  std::string path;
  std::optional<std::string> uri;
  std::string name;
  bool manual = false;
  std::vector<WorkflowInput> inputs;
  std::string state; ///< same, modified, onlyLocal, untracked or onlyRemote
  std::vector<WorkflowProblem> problems;
};
BOOST_DESCRIBE_STRUCT(Workflow, (), (file, path, uri, name, manual, inputs, state, problems))

struct WorkflowsListArgs {
  std::optional<std::string> folder;
  std::optional<std::string> branch;
  std::optional<bool> all;
};
BOOST_DESCRIBE_STRUCT(WorkflowsListArgs, (), (folder, branch, all))

struct WorkflowsList {
  std::optional<Component> component;
  std::string branch;
  std::optional<std::string> commit;
  std::optional<std::string> fetchedAt;
  std::string source; ///< remote or workingCopy
  std::vector<Workflow> workflows;
};
BOOST_DESCRIBE_STRUCT(WorkflowsList, (), (component, branch, commit, fetchedAt, source, workflows))

struct WorkflowRunArgs {
  std::optional<std::string> folder;
  std::optional<std::string> file;
  std::optional<std::string> branch;
  std::optional<json::object> inputs;
  std::optional<bool> dryRun;
  std::optional<std::string> commit;
  /// true: consent by whoever wrote the call; a string: the value of the confirmation's *run* entry.
  std::optional<json::value> confirmed;
  std::optional<bool> force;
};
BOOST_DESCRIBE_STRUCT(WorkflowRunArgs, (), (folder, file, branch, inputs, dryRun, commit, confirmed, force))

struct RunAgainArgs {
  std::optional<std::string> id;
  std::optional<bool> edit;
  std::optional<json::object> inputs;
  std::optional<bool> dryRun;
  std::optional<json::value> confirmed;
  std::optional<bool> force;
};
BOOST_DESCRIBE_STRUCT(RunAgainArgs, (), (id, edit, inputs, dryRun, confirmed, force))

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
  json::object inputs; ///< name -> text, in the author's order
  HttpRequest request;
};
BOOST_DESCRIBE_STRUCT(RunStarted, (),
                      (outcome, id, runId, runUrl, component, branch, commit, file, inputs, request))

/// Saying no is a result of every command that asks.
struct Cancelled {
  std::string outcome = "cancelled";
};
BOOST_DESCRIBE_STRUCT(Cancelled, (), (outcome))

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
  json::object inputs; ///< name -> text, in the author's order
  std::string requestedAt;
  std::string outcome; ///< sending, started, refused or unknown
  std::optional<std::string> status;
  std::optional<std::string> startedAt;
  std::optional<std::string> endedAt;
  bool ended = false;
  std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(Run, (),
                      (id, runId, runUrl, component, file, branch, commit, inputs, requestedAt, outcome,
                       status, startedAt, endedAt, ended, error))

struct RunList {
  std::vector<Run> runs;
};
BOOST_DESCRIBE_STRUCT(RunList, (), (runs))

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

struct DoctorCheck {
  std::string name;
  std::string state; ///< ok, warn or fail
  std::string detail;
  std::optional<std::string> remedy;
};
BOOST_DESCRIBE_STRUCT(DoctorCheck, (), (name, state, detail, remedy))

struct DoctorReport {
  std::vector<DoctorCheck> checks;
};
BOOST_DESCRIBE_STRUCT(DoctorReport, (), (checks))

} // namespace unify_ls::protocol
