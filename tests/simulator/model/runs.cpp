#include "tests/simulator/model/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace unify_ls::simulator {
namespace {

bool is_due(const Step& step, std::uint32_t reads, std::chrono::milliseconds since_start) {
  if (!step.after_reads && !step.after) return true;
  return (step.after_reads && reads >= *step.after_reads) || (step.after && since_start >= *step.after);
}

void enter(Run& run, Step step, Time now) {
  const bool over = step.ended || ends_run(step.status);
  if (!over) {
    run.ended.reset();
  } else if (!run.ended) {
    run.ended = now;
  }
  run.now = std::move(step);
}

} // namespace

Step step_at(const Steps& steps, std::uint32_t reads, std::chrono::milliseconds since_start) {
  Step reached{.status = "PENDING", .message = "", .after_reads = {}, .after = {}, .ended = false};
  for (const Step& step : steps) {
    if (!is_due(step, reads, since_start)) break;
    reached = step;
  }
  return reached;
}

bool ends_run(std::string_view status) {
  constexpr std::array<std::string_view, 9> final_statuses = {
      "SUCCEEDED", "UNSTABLE",           "FAILED",  "ERRORED", "TIMED_OUT",
      "REJECTED",  "APPROVAL_TIMED_OUT", "ABORTED", "SKIPPED"};
  return std::ranges::find(final_statuses, status) != final_statuses.end();
}

Run& Runs::start(const World& world, const Component& component, std::string workflow_file,
                 std::string branch, json::object inputs, Time now) {
  Run run;
  run.number = ++last_number_;
  run.id = fmt::format("44444444-0000-4000-8000-{:012}", run.number);
  run.automation_id = fmt::format("33333333-0000-4000-8000-{:012x}",
                                  std::hash<std::string>{}(component.id + workflow_file) & 0xffff'ffff'ffffU);
  run.component_id = component.id;
  run.organization_id = component.organization_id;
  run.steps = world.steps_of(workflow_file);
  run.workflow_file = std::move(workflow_file);
  run.branch = std::move(branch);
  run.inputs = std::move(inputs);
  run.started = now;
  enter(run, step_at(run.steps, 0, {}), now);
  return runs_.emplace_back(std::move(run));
}

Run* Runs::find(std::string_view id) {
  const auto found = std::ranges::find_if(runs_, [&](const Run& run) { return run.id == id; });
  return found == runs_.end() ? nullptr : &*found;
}

const Run* Runs::read(std::string_view id, Time now) {
  Run* run = find(id);
  if (!run || run->forgotten) return nullptr;
  if (!run->held) enter(*run, step_at(run->steps, run->reads, now - run->started), now);
  ++run->reads;
  return run;
}

void Runs::hold(Run& run, Step step, Time now) {
  run.held = true;
  enter(run, std::move(step), now);
}

} // namespace unify_ls::simulator
