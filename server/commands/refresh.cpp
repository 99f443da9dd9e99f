#include "server/commands/refresh.h"

#include "server/commands/follower.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace unify_ls::commands {
namespace {

bool is_unfinished(const workspace::JournalRun& run) {
  return run.outcome == workspace::RunOutcome::started && !run.ended && !run.run_id.empty();
}

} // namespace

Task<std::optional<Error>> look_briefly(const Services& services, workspace::JournalRun& run,
                                        std::chrono::milliseconds patience) {
  using namespace asio::experimental::awaitable_operators;
  const auto first = co_await (services.follower.look(run) || services.clock.wait(patience));
  if (first.index() == 0) co_return std::get<0>(first);
  co_return Error{.kind = ErrorKind::timeout, .message = "There is no news of the run yet: try again."};
}

Task<> refresh_unfinished(const Services& services, std::vector<workspace::JournalRun>& runs) {
  const SteadyTime start = services.clock.steady();
  std::size_t asked = 0;
  for (workspace::JournalRun& run : runs) {
    if (!is_unfinished(run)) continue;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(start + refresh_patience -
                                                                            services.clock.steady());
    if (++asked > refreshed_runs_limit || left.count() <= 0) co_return;
    const std::optional<Error> unreadable = co_await look_briefly(services, run, left);
    if (unreadable && unreadable->kind != ErrorKind::notFound) co_return;
  }
}

} // namespace unify_ls::commands
