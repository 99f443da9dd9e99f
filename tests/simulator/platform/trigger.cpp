#include "tests/simulator/platform/operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <expected>

namespace unify_ls::simulator {
namespace {

struct Trigger {
  std::string branch;
  std::string file;
  json::object inputs;
};

std::unexpected<std::string> wrong(std::string message) { return std::unexpected(std::move(message)); }

std::expected<json::object, std::string> object_from(const Request& request) {
  if (!request.header("Content-Type").starts_with("application/json")) {
    return wrong("Content-Type must be application/json");
  }
  boost::system::error_code error;
  json::value body = json::parse(request.body, error);
  if (error) return wrong("the body is not JSON: " + error.message());
  if (!body.is_object()) return wrong("the body must be an object");
  return std::move(body.get_object());
}

/// The platform takes strings only, numbers and booleans as their text.
std::expected<json::object, std::string> inputs_from(const json::value& value) {
  const json::object* inputs = value.if_object();
  if (!inputs) return wrong("inputs must be an object");
  for (const auto& input : *inputs) {
    if (!input.value().is_string()) {
      return wrong(fmt::format("inputs.{}: invalid value for string type", std::string_view(input.key())));
    }
  }
  return *inputs;
}

std::expected<Trigger, std::string> trigger_from(const Request& request) {
  const auto body = object_from(request);
  if (!body) return wrong(body.error());
  Trigger trigger;
  for (const auto& member : *body) {
    const std::string_view name = member.key();
    if (name == "inputs") {
      auto inputs = inputs_from(member.value());
      if (!inputs) return wrong(inputs.error());
      trigger.inputs = std::move(*inputs);
      continue;
    }
    if (name != "branchName" && name != "workflowFileName")
      return wrong(fmt::format("unknown field \"{}\"", name));
    const json::string* text = member.value().if_string();
    if (!text) return wrong(fmt::format("{}: invalid value for string type", name));
    (name == "branchName" ? trigger.branch : trigger.file) = *text;
  }
  if (trigger.branch.empty()) return wrong("branchName is required");
  if (trigger.branch.starts_with("refs/")) return wrong("branchName must be a plain branch name");
  if (trigger.file.find('/') != std::string::npos)
    return wrong("workflowFileName must be a file's name without a folder");
  if (!trigger.file.ends_with(".yaml") && !trigger.file.ends_with(".yml")) {
    return wrong("workflowFileName must be the name of a YAML file");
  }
  return trigger;
}

/// An empty list of known names knows everything.
bool knows(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::ranges::find(names, name) != names.end();
}

} // namespace

Answer trigger_workflow(Platform& platform, const Call& call) {
  const Component* component = platform.world().component(call.captures[0]);
  if (!component) return rpc_error(RpcCode::not_found, "component not found");
  auto trigger = trigger_from(call.request);
  if (!trigger) return rpc_error(RpcCode::invalid_argument, trigger.error());
  if (!knows(component->branches, trigger->branch)) {
    return rpc_error(RpcCode::not_found, fmt::format("branch {} not found", trigger->branch));
  }
  if (!knows(component->workflow_files, trigger->file)) {
    return rpc_error(RpcCode::not_found, fmt::format("workflow {} not found", trigger->file));
  }
  if (starts_no_run(platform.world().trigger_shape)) return trigger_refusal(platform.world().trigger_shape);

  const Run& run = platform.runs().start(platform.world(), *component, std::move(trigger->file),
                                         std::move(trigger->branch), std::move(trigger->inputs), call.now);
  return trigger_answer(platform, run);
}

} // namespace unify_ls::simulator
