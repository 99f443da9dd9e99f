#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the platform talks about, as far as we use it. Every member that the platform may leave out is
/// optional; texts are valid UTF-8 but not made safe for showing.
namespace unify_ls::platform {

struct Organization {
  std::string id;
  std::optional<std::string> display_name;
  std::optional<std::string> domain_name;
  std::optional<std::string> parent_id;
};

struct Component {
  std::string id;
  std::optional<std::string> name;
  std::optional<std::string> repository_url;
  std::optional<std::string> default_branch;
  std::optional<std::string> organization_id;
};

/// A run of a manual workflow, as it is to be started.
struct TriggerRequest {
  std::string component_id;
  std::string branch; ///< plain, without refs/heads/
  std::string file;   ///< the workflow file's name, without a folder
  /// In the author's order. All are text, whatever the input's type.
  std::vector<std::pair<std::string, std::string>> inputs;
};

/// What became of a trigger. It is never sent again, whatever this says.
struct TriggerOutcome {
  enum class State {
    started, ///< the platform took it; the ids are there as far as it gave them
    refused, ///< nothing was started, for certain
    unknown, ///< a run may exist
  };
  State state = State::unknown;
  std::optional<std::string> run_id;
  std::optional<std::string> run_url; ///< not checked: see http::may_open
  std::optional<std::string> organization_id;
  std::optional<std::string> automation_id;
  std::optional<Error> error; ///< unless started
};

/// The request that a trigger sends, with the token left out: for dry runs and for the curl command.
struct RequestPreview {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Run {
  std::optional<std::string> id;
  std::optional<std::string> status; ///< the platform's own word, see run_status.h
  std::optional<std::string> status_message;
  std::optional<std::string> status_reason;
  bool ended = false;
  std::optional<WallTime> started_at;
  std::optional<WallTime> ended_at;
  std::optional<std::string> url;
  std::optional<std::string> ref;
  std::optional<std::string> commit;
  std::optional<std::string> workflow_name;
  std::optional<std::string> actor_name;
  std::optional<long long> number;
};

struct Artifact {
  std::optional<std::string> name;
  std::optional<std::string> version;
  std::optional<std::string> type;
  std::optional<std::string> url;
  std::optional<std::string> digest;
  std::optional<std::string> label;
  std::optional<std::string> commit;
  std::optional<WallTime> created_at;
};

struct TestResultFile {
  std::optional<std::string> file_name;
  /// Good without a token, for a while. Never to be fetched with one.
  std::optional<std::string> download_url;
  std::optional<WallTime> expires_at;
  std::optional<WallTime> uploaded_at;
};

struct Deployment {
  std::optional<std::string> environment;
  std::optional<std::string> workflow_name;
  std::optional<WallTime> deployed_on;
  Artifact artifact;
};

struct Evidence {
  std::optional<std::string> content;
  bool markdown = false;
  std::optional<std::string> job_id;
  std::optional<WallTime> created_at;
};

/// What a first request tells beside whether the token is good.
struct ServerGreeting {
  int status = 0;
  std::optional<WallTime> server_time; ///< for telling a wrong clock
};

} // namespace unify_ls::platform
