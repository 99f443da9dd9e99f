#include "server/state/patience.h"

#include "server/base/cancelled.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>

namespace unify_ls::state {
namespace {

/// False when we were cancelled meanwhile.
Task<bool> wait_undisturbed(Clock& clock, std::chrono::milliseconds duration) {
  try {
    co_await clock.wait(duration);
  } catch (const std::exception&) {
    if (!is_cancellation(std::current_exception())) throw;
    co_return false;
  }
  co_return true;
}

} // namespace

Task<> write_until_done(Clock& clock, Log& log, std::string what, std::function<Result<>()> write) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto wait = lock_retry_wait;
  bool ending = false;
  for (bool told = false;; told = true) {
    const Result<> written = write();
    if (written || written.error().kind == ErrorKind::notFound) co_return;
    if (!told) log.warn("{} is not written down yet: {}", what, written.error().message);
    const bool undisturbed = co_await wait_undisturbed(clock, wait);
    ending = ending || !undisturbed;
    wait = ending ? lock_retry_wait : std::min(wait * 2, longest_retry_wait);
  }
}

} // namespace unify_ls::state
