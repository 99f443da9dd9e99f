#include "server/commands/commands.h"
#include "server/commands/find_run.h"
#include "server/commands/launch.h"
#include "server/commands/run_plan.h"

namespace unify_ls::commands {
namespace {

/// The earlier run as a wish. Without `edit` its inputs are arguments, so that only those that were withheld
/// as secrets are asked; with it they fill in the questions.
RunWish wish_of(const state::JournalRun& earlier, const protocol::RunAgainArgs& args) {
  RunWish wish;
  wish.args.folder = earlier.folder;
  wish.args.file = earlier.file;
  wish.args.branch = earlier.branch;
  wish.args.componentId = args.componentId;
  wish.args.dryRun = args.dryRun;
  wish.args.confirmed = args.confirmed;
  wish.args.force = args.force;
  json::object inputs;
  for (const state::JournalInput& input : earlier.inputs) {
    if (!input.value) {
      wish.earlier.withheld.insert(input.name);
      continue;
    }
    wish.earlier.values[input.name] = *input.value;
    inputs[input.name] = *input.value;
  }
  if (args.inputs)
    for (const auto& member : *args.inputs) inputs[member.key()] = member.value();
  if (!args.edit.value_or(false)) wish.args.inputs = std::move(inputs);
  return wish;
}

protocol::RunAgainArgs complete_args(const protocol::RunAgainArgs& args, const state::JournalRun& earlier,
                                     const protocol::WorkflowRunArgs& run) {
  protocol::RunAgainArgs complete = args;
  complete.id = earlier.id;
  complete.edit.reset();
  complete.componentId = run.componentId;
  if (run.inputs) complete.inputs = run.inputs;
  complete.confirmed = run.confirmed;
  return complete;
}

} // namespace

Task<Result<Planned>> plan_run_again(const Services& services, const protocol::RunAgainArgs& args,
                                     const Call& call, Form& form) {
  const auto earlier = co_await find_run(services, args.id);
  if (!earlier) co_return fail(earlier.error());
  Result<RunPlan> plan = co_await plan_run(services, wish_of(*earlier, args), form);
  if (!plan) co_return fail(plan.error());
  Planned planned{.declined = plan->declined};
  if (plan->ready || plan->declined) planned.complete = complete_args(args, *earlier, plan->complete);
  if (!plan->ready) co_return planned;
  planned.carry_out = [&services, plan = *std::move(plan), dry_run = args.dryRun.value_or(false),
                       token = call.progress_token] { return launch(services, plan, dry_run, token); };
  co_return planned;
}

} // namespace unify_ls::commands
