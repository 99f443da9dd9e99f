#include "tests/simulator/net/bell.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

namespace unify_ls::simulator {

using namespace asio::experimental::awaitable_operators;

Bell::Bell(const asio::any_io_executor& executor) : timer_(executor, asio::steady_timer::time_point::max()) {}

void Bell::ring() { timer_.cancel(); }

Task<bool> Bell::wait_until(std::function<bool()> done, std::chrono::milliseconds deadline) {
  asio::steady_timer limit(timer_.get_executor(), deadline);
  while (!done()) {
    const auto first = co_await (timer_.async_wait(with_error) || limit.async_wait(with_error));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return false;
    if (first.index() == 1) co_return done();
  }
  co_return true;
}

Task<void> pause_for(std::chrono::milliseconds duration) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, duration);
  co_await timer.async_wait(with_error);
}

} // namespace unify_ls::simulator
