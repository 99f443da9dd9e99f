#include "server/commands/refresh.h"

#include "server/base/together.h"
#include "server/commands/follower.h"

namespace unify_ls::commands {
namespace {

bool is_unfinished(const state::JournalRun& run) {
  return run.outcome == state::RunOutcome::started && !run.ended && !run.run_id.empty();
}

} // namespace

Task<std::optional<Error>> look_briefly(const Services& services, state::JournalRun& run,
                                        std::chrono::milliseconds patience) {
  auto looked = co_await result_before(services.clock.wait(patience), services.follower.look(run));
  if (looked) co_return *std::move(looked);
  co_return Error{.kind = ErrorKind::timeout, .message = "There is no news of the run yet: try again."};
}

Task<> refresh_unfinished(const Services& services, std::vector<state::JournalRun>& runs) {
  const SteadyTime start = services.clock.steady();
  std::size_t asked = 0;
  for (state::JournalRun& run : runs) {
    if (!is_unfinished(run)) continue;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(start + refresh_patience -
                                                                            services.clock.steady());
    if (++asked > refreshed_runs_limit || left.count() <= 0) co_return;
    const std::optional<Error> unreadable = co_await look_briefly(services, run, left);
    if (unreadable && unreadable->kind != ErrorKind::notFound) co_return;
  }
}

} // namespace unify_ls::commands
