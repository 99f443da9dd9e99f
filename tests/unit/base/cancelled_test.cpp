#include "server/base/cancelled.h"
#include "server/base/task.h"
#include "server/base/together.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <stdexcept>

using namespace unify_ls;

namespace {

Task<> wait_for_ever() {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  co_await timer.async_wait(asio::use_awaitable);
}

Task<> wait_for_ever_side_by_side() {
  std::vector<Task<>> both;
  both.push_back(wait_for_ever());
  both.push_back(wait_for_ever());
  co_await all_of(std::move(both));
}

Task<> fail() {
  throw std::runtime_error("a fault");
  co_return;
}

/// What a task throws that is cancelled as soon as it waits.
std::exception_ptr thrown_by(Task<> task) {
  asio::io_context loop(1);
  asio::cancellation_signal signal;
  std::exception_ptr thrown;
  asio::co_spawn(
      loop, std::move(task),
      asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr error) { thrown = error; }));
  loop.poll();
  signal.emit(asio::cancellation_type::terminal);
  loop.restart();
  loop.run();
  return thrown;
}

} // namespace

TEST_CASE("a cancelled task is told from one that fails") {
  CHECK(is_cancellation(thrown_by(wait_for_ever())));
  CHECK(is_cancellation(thrown_by(wait_for_ever_side_by_side())));
  CHECK_FALSE(is_cancellation(thrown_by(fail())));
}
