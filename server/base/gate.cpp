#include "server/base/gate.h"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace unify_ls {

Task<Gate::Pass> Gate::enter() {
  const auto self = shared_from_this();
  if (free_ > 0) {
    --free_;
    co_return Pass(self);
  }
  const auto executor = co_await asio::this_coro::executor;
  const auto waiter =
      std::make_shared<Waiter>(asio::steady_timer(executor, asio::steady_timer::time_point::max()));
  waiting_.push_back(waiter);
  boost::system::error_code
      called; // a cancelled timer is the call, and also the end of a task that is cancelled
  co_await waiter->called.async_wait(asio::redirect_error(asio::use_awaitable, called));
  if (!waiter->admitted) {
    waiting_.remove(waiter);
    throw boost::system::system_error(asio::error::operation_aborted);
  }
  co_return Pass(self);
}

void Gate::leave() {
  if (waiting_.empty()) {
    ++free_;
    return;
  }
  // The place is given to the next in line directly, so that no later caller can take it.
  const auto next = waiting_.front();
  waiting_.pop_front();
  next->admitted = true;
  next->called.cancel();
}

} // namespace unify_ls
