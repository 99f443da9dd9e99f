#include "server/commands/refresh.h"

#include "server/commands/follower.h"

namespace unify_ls::commands {
namespace {

bool is_unfinished(const workspace::JournalRun& run) {
  return run.outcome == workspace::RunOutcome::started && !run.ended && !run.run_id.empty();
}

} // namespace

Task<> refresh_unfinished(const Services& services, std::vector<workspace::JournalRun>& runs) {
  const SteadyTime start = services.clock.steady();
  std::size_t asked = 0;
  for (workspace::JournalRun& run : runs) {
    if (!is_unfinished(run)) continue;
    if (++asked > refreshed_runs_limit || services.clock.steady() - start > refresh_patience) co_return;
    const std::optional<Error> unreadable = co_await services.follower.look(run);
    if (unreadable && unreadable->kind != ErrorKind::notFound) co_return;
  }
}

} // namespace unify_ls::commands
