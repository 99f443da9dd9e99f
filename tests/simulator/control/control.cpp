#include "tests/simulator/control/control.h"

#include "tests/simulator/model/world_file.h"
#include "tests/simulator/platform/pages.h"

#include <algorithm>
#include <array>

namespace unify_ls::simulator {
namespace {

constexpr std::string_view prefix = "/_simulator/";
constexpr std::uint32_t default_deadline_milliseconds = 10'000;
constexpr std::uint32_t longest_deadline_milliseconds = 60'000;
constexpr std::string_view trigger_path = "/v2/components/*/trigger";

Answer done() { return json_answer(json::object()); }

Answer refused(std::string_view problem, unsigned status = 400) {
  json::object body;
  body["error"] = problem;
  return json_answer(body, status);
}

std::expected<json::value, std::string> body_of(const Request& request) {
  boost::system::error_code error;
  json::value body = json::parse(request.body, error);
  if (error) return std::unexpected("The body is not JSON: " + error.message() + ".");
  return body;
}

json::array described(const std::vector<const LogEntry*>& entries) {
  json::array list;
  for (const LogEntry* entry : entries) list.push_back(simulator::described(*entry));
  return list;
}

Answer info(Simulator& simulator, const Request&, Time) {
  json::object body;
  body["address"] = simulator.platform.address();
  body["control"] = simulator.control_address;
  body["uiUrl"] = simulator.platform.ui_url();
  return json_answer(body);
}

LogFilter filter_of(const Request& request) {
  return {.method = std::string(request.parameter("method")),
          .path = std::string(request.parameter("path")),
          .outcome = std::string(request.parameter("outcome")),
          .token = std::string(request.parameter("token"))};
}

Answer requests(Simulator& simulator, const Request& request, Time) {
  const auto found = simulator.log.matching(filter_of(request));
  json::object body;
  body["count"] = found.size();
  body["requests"] = described(found);
  const auto wait = wait_of(request);
  return json_answer(body, wait && found.size() < wait->at_least ? 504 : 200);
}

Answer triggers(Simulator& simulator, const Request&, Time) {
  const auto found = simulator.log.matching(
      {.method = "POST", .path = std::string(trigger_path), .outcome = "", .token = ""});
  json::object body;
  body["count"] = found.size();
  body["started"] = simulator.platform.runs().all().size();
  body["requests"] = described(found);
  return json_answer(body);
}

Answer clear_log(Simulator& simulator, const Request&, Time) {
  simulator.log.clear();
  return done();
}

Answer list_faults(Simulator& simulator, const Request&, Time) {
  json::array list;
  for (const FaultRule& rule : simulator.faults.rules()) {
    json::object object;
    object["kind"] = rule.fault.name;
    object["method"] = rule.method;
    object["path"] = rule.path;
    object["seen"] = rule.seen;
    object["struck"] = rule.struck;
    list.push_back(std::move(object));
  }
  json::object body;
  body["faults"] = std::move(list);
  return json_answer(body);
}

/// Takes one rule or an array of them: all or none.
Answer add_faults(Simulator& simulator, const Request& request, Time) {
  const auto body = body_of(request);
  if (!body) return refused(body.error());
  const json::array list = body->is_array() ? body->get_array() : json::array({*body});
  std::vector<FaultRule> rules;
  for (const json::value& value : list) {
    auto rule = fault_rule_from(value);
    if (!rule) return refused(rule.error());
    rules.push_back(std::move(*rule));
  }
  for (FaultRule& rule : rules) simulator.faults.add(std::move(rule));
  return done();
}

Answer clear_faults(Simulator& simulator, const Request&, Time) {
  simulator.faults.clear();
  return done();
}

Answer change_world(Simulator& simulator, const Request& request, Time) {
  const auto body = body_of(request);
  if (!body) return refused(body.error());
  const Checked merged = merge_world(simulator.platform.world(), *body);
  return merged ? done() : refused(merged.error());
}

Answer list_runs(Simulator& simulator, const Request&, Time) {
  json::array list;
  for (const Run& run : simulator.platform.runs().all()) {
    json::object object;
    object["id"] = run.id;
    object["componentId"] = run.component_id;
    object["branchName"] = run.branch;
    object["workflowFileName"] = run.workflow_file;
    object["inputs"] = run.inputs;
    object["status"] = run.now.status;
    object["reads"] = run.reads;
    object["forgotten"] = run.forgotten;
    list.push_back(std::move(object));
  }
  json::object body;
  body["runs"] = std::move(list);
  return json_answer(body);
}

Answer clear_runs(Simulator& simulator, const Request&, Time) {
  simulator.platform.runs().clear();
  return done();
}

Answer change_run(Simulator& simulator, const Request& request, Time now) {
  Runs& runs = simulator.platform.runs();
  std::string id = segments_of(request.path).back();
  if (id == "last" && !runs.all().empty()) id = runs.all().back().id;
  Run* run = runs.find(id);
  if (!run) return refused("There is no such run.", 404);
  const auto body = body_of(request);
  if (!body) return refused(body.error());

  Fields fields(*body, "run");
  const bool forgotten = fields.flag("forgotten", run->forgotten);
  Step step = run->now;
  step.status = fields.text("status", step.status);
  step.message = fields.text("statusMessage", step.message);
  step.ended = fields.flag("ended", step.ended);
  if (const Checked checked = fields.finish(); !checked) return refused(checked.error());
  run->forgotten = forgotten;
  if (fields.has("status")) runs.hold(*run, std::move(step), now);
  return done();
}

Answer release(Simulator& simulator, const Request&, Time) {
  json::object body;
  body["released"] =
      simulator.log
          .matching(
              {.method = "", .path = "", .outcome = std::string(name_of(Outcome::stalled)), .token = ""})
          .size();
  ++simulator.releases;
  simulator.changed();
  return json_answer(body);
}

Answer listen(Simulator& simulator, const Request& request, Time) {
  const auto body = body_of(request);
  if (!body) return refused(body.error());
  Fields fields(*body, "listen");
  const bool accept = fields.flag("accept", true);
  if (const Checked checked = fields.finish(); !checked) return refused(checked.error());
  return simulator.listen(accept) ? done() : refused("The port cannot be had again.", 500);
}

Answer disconnect(Simulator& simulator, const Request&, Time) {
  json::object body;
  body["disconnected"] = simulator.disconnect();
  return json_answer(body);
}

struct Route {
  std::string_view method;
  std::string_view pattern;
  Answer (*operation)(Simulator&, const Request&, Time);
};

constexpr std::array routes = {
    Route{"GET", "/_simulator/info", info},
    Route{"GET", "/_simulator/requests", requests},
    Route{"GET", "/_simulator/log", requests},
    Route{"DELETE", "/_simulator/log", clear_log},
    Route{"GET", "/_simulator/triggers", triggers},
    Route{"GET", "/_simulator/faults", list_faults},
    Route{"POST", "/_simulator/faults", add_faults},
    Route{"DELETE", "/_simulator/faults", clear_faults},
    Route{"GET", "/_simulator/runs", list_runs},
    Route{"DELETE", "/_simulator/runs", clear_runs},
    Route{"POST", "/_simulator/runs/*", change_run},
    Route{"POST", "/_simulator/world", change_world},
    Route{"POST", "/_simulator/release", release},
    Route{"POST", "/_simulator/listen", listen},
    Route{"POST", "/_simulator/disconnect", disconnect},
};

} // namespace

bool is_control(const Request& request) { return request.path.starts_with(prefix); }

Answer answer_control(Simulator& simulator, const Request& request, Time now) {
  const auto* route = std::ranges::find_if(routes, [&](const Route& candidate) {
    return candidate.method == request.method && fits(candidate.pattern, request.path);
  });
  if (route == routes.end()) return refused("The simulator has no such control path.", 404);
  return route->operation(simulator, request, now);
}

std::optional<ControlWait> wait_of(const Request& request) {
  const auto at_least = number_from(request.parameter("wait"), 0);
  const auto deadline = number_from(request.parameter("deadlineMs"), default_deadline_milliseconds);
  if (!at_least || *at_least == 0) return std::nullopt;
  const std::uint32_t milliseconds = deadline.value_or(default_deadline_milliseconds);
  return ControlWait{.filter = filter_of(request),
                     .at_least = *at_least,
                     .deadline =
                         std::chrono::milliseconds(std::min(milliseconds, longest_deadline_milliseconds))};
}

bool is_over(const Simulator& simulator, const ControlWait& wait) {
  return simulator.log.matching(wait.filter).size() >= wait.at_least;
}

} // namespace unify_ls::simulator
