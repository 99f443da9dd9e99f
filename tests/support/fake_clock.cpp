#include "fake_clock.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace unify_ls::testing {

Task<> FakeClock::wait(std::chrono::milliseconds duration) {
  waits.push_back(duration);
  if (stands_still) {
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
  }
  passed += duration;
  if (on_wait) on_wait();
}

} // namespace unify_ls::testing
