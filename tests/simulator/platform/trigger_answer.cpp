#include "tests/simulator/platform/operations.h"

#include <fmt/format.h>

/// What the trigger answers with is not published. Each shape here is one that some evidence points to; a
/// client has to cope with all of them.
namespace unify_ls::simulator {
namespace {

constexpr std::string_view refusal_text = "permission denied";

Answer text_answer(std::string text) {
  Answer answer;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = std::move(text);
  return answer;
}

Answer empty_answer() {
  Answer answer;
  answer.content_type.clear();
  return answer;
}

/// The platform's own key of a run, with the run's id under the given name.
json::object keyed(const Run& run, std::string_view id_name) {
  json::object object;
  object["organizationId"] = run.organization_id;
  object["componentId"] = run.component_id;
  object["automationId"] = run.automation_id;
  object[id_name] = run.id;
  return object;
}

/// As the older endpoint for outside events answers.
json::object event_output(std::string_view url) {
  json::object workflow;
  workflow["runUrl"] = url;
  json::object output;
  output["invokeWorkflowOutput"] = std::move(workflow);
  json::object object;
  object["success"] = true;
  object["errorMessage"] = "";
  object["eventOutput"] = std::move(output);
  return object;
}

json::object single(std::string_view name, json::value value) {
  json::object object;
  object[name] = std::move(value);
  return object;
}

} // namespace

Answer trigger_answer(const Platform& platform, const Run& run) {
  const std::string url = run_url(platform, run);
  json::object with_url = keyed(run, "runId");
  with_url["runUrl"] = url;
  json::object plain_id = single("id", json::string(run.id));
  plain_id["url"] = url;
  switch (platform.world().trigger_shape) {
  case TriggerShape::run_id: return json_answer(keyed(run, "runId"));
  case TriggerShape::run_id_and_url: return json_answer(with_url);
  case TriggerShape::automation_run_id: return json_answer(keyed(run, "automationRunId"));
  case TriggerShape::id: return json_answer(plain_id);
  case TriggerShape::nested: return json_answer(single("result", single("run", plain_id)));
  case TriggerShape::run_url: return json_answer(single("runUrl", json::string(url)));
  case TriggerShape::event_output: return json_answer(event_output(url));
  case TriggerShape::empty: return empty_answer();
  case TriggerShape::empty_object: return json_answer(json::object());
  case TriggerShape::text: return text_answer("Workflow started\n");
  case TriggerShape::success_false:
  case TriggerShape::error_message: break;
  }
  return trigger_refusal(platform.world().trigger_shape);
}

Answer trigger_refusal(TriggerShape shape) {
  json::object body;
  if (shape == TriggerShape::success_false) body["success"] = false;
  body["errorMessage"] = refusal_text;
  return json_answer(body);
}

bool starts_no_run(TriggerShape shape) {
  return shape == TriggerShape::success_false || shape == TriggerShape::error_message;
}

std::string run_url(const Platform& platform, const Run& run) {
  const World& world = platform.world();
  const Organization* root = world.organization(run.organization_id);
  // A parent that is not in the world ends the way up, and so does a circle.
  for (std::size_t steps = 0; root && !root->parent_id.empty() && steps < world.organizations.size();
       ++steps) {
    const Organization* parent = world.organization(root->parent_id);
    if (!parent) break;
    root = parent;
  }
  return fmt::format("{}/{}/{}/components/{}/runs/{}", platform.ui_url(), root ? root->domain_name : "",
                     run.organization_id, run.component_id, run.id);
}

} // namespace unify_ls::simulator
