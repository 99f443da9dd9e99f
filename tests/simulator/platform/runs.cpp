#include "tests/simulator/platform/operations.h"

#include <boost/algorithm/string/replace.hpp>

#include <algorithm>
#include <array>

namespace unify_ls::simulator {
namespace {

json::object described(const Platform& platform, const Run& run) {
  json::object object;
  object["id"] = run.id;
  object["scmRef"] = "refs/heads/" + run.branch;
  object["workflowName"] = run.workflow_file.substr(0, run.workflow_file.rfind('.'));
  object["runNumber"] = run.number;
  object["runAttempt"] = 1;
  object["toolType"] = "UNIFY";
  object["url"] = run_url(platform, run);
  object["trigger"] = "WORKFLOW_DISPATCH";
  object["actorName"] = "Sam Simulator";
  object["actorEmail"] = "sam@example.com";
  object["status"] = run.now.status;
  object["statusMessage"] = run.now.message;
  object["startedAt"] = rfc3339(run.started);
  object["endedAt"] = run.ended ? rfc3339(*run.ended) : "";
  object["commitSha"] = platform.world().run_commit;
  return without_defaults(std::move(object));
}

bool belongs(const Run* run, const std::string& component_id) {
  return run && !run->forgotten && run->component_id == component_id;
}

/// The empty answer of a run on which nothing hangs, for each kind that the platform knows.
bool is_detail(std::string_view name) {
  constexpr std::array<std::string_view, 5> details = {"artifacts", "test-results", "deployments",
                                                       "evidences", "security-results"};
  return std::ranges::find(details, name) != details.end();
}

} // namespace

Answer get_run(Platform& platform, const Call& call) {
  if (!platform.world().interface.v4_runs) return no_such_path();
  if (!belongs(platform.runs().find(call.captures[1]), call.captures[0])) {
    return rpc_error(RpcCode::not_found, "run not found");
  }
  return json_answer(described(platform, *platform.runs().read(call.captures[1], call.now)));
}

Answer get_run_detail(Platform& platform, const Call& call) {
  if (!platform.world().interface.v4_runs || !is_detail(call.captures[2])) return no_such_path();
  if (!belongs(platform.runs().find(call.captures[1]), call.captures[0])) {
    return rpc_error(RpcCode::not_found, "run not found");
  }
  const json::value* detail = platform.world().details.if_contains(call.captures[2]);
  Answer answer = json_answer(detail ? *detail : json::value(json::object()));
  boost::replace_all(answer.body, "{address}", platform.address());
  return answer;
}

Answer download(Platform&, const Call& call) {
  // A presigned address carries its own right; like an object store, refuse a second one.
  if (!call.request.header("Authorization").empty()) {
    return rpc_error(RpcCode::invalid_argument, "only one way to authorize is allowed");
  }
  Answer answer;
  answer.content_type = "application/xml";
  answer.body = "<testsuite name=\"shop-api\" tests=\"2\" failures=\"0\"/>\n";
  return answer;
}

} // namespace unify_ls::simulator
