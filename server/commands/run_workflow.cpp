#include "server/commands/commands.h"
#include "server/commands/launch.h"
#include "server/commands/run_plan.h"

namespace unify_ls::commands {

Task<Result<Planned>> plan_workflow_run(const Services& services, const protocol::WorkflowRunArgs& args,
                                        const Call& call, Form& form) {
  Result<RunPlan> plan = co_await plan_run(services, {.args = args}, form);
  if (!plan) co_return fail(plan.error());
  Planned planned{.declined = plan->declined};
  if (plan->ready || plan->declined) planned.complete = plan->complete;
  if (!plan->ready) co_return planned;
  planned.carry_out = [&services, plan = *std::move(plan), dry_run = args.dryRun.value_or(false),
                       token = call.progress_token] { return launch(services, plan, dry_run, token); };
  co_return planned;
}

} // namespace unify_ls::commands
