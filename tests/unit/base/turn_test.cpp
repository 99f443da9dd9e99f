#include "server/base/turn.h"
#include "tests/support/run_task.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::testing;

namespace {

/// Holds the loop for so long.
void hold(std::chrono::milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < end) {
  }
}

} // namespace

TEST_CASE("whoever gives way lets others in once the slice is used") {
  const auto work = []() -> Task<int> {
    bool heard = false;
    const auto executor = co_await asio::this_coro::executor;
    asio::post(executor, [&heard] { heard = true; });
    turn_begins(); // a loop that has not waited yet has not said so
    hold(turn_slice);
    CHECK(turn_is_over());
    co_await give_way();
    CHECK(heard);
    co_return 1;
  };
  CHECK(run_task(work()) == 1);
}

TEST_CASE("a task that gives way hears that it was cancelled") {
  asio::io_context loop(1);
  asio::cancellation_signal cancel;
  std::exception_ptr thrown;
  int pieces = 0;
  const auto work = [&]() -> Task<> {
    for (;; ++pieces) {
      if (pieces == 3) asio::post(loop, [&] { cancel.emit(asio::cancellation_type::terminal); });
      REQUIRE(pieces < 100);
      hold(turn_slice);
      co_await give_way();
    }
  };
  asio::co_spawn(loop, work(), asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr end) {
                   thrown = std::move(end);
                 }));
  loop.run();
  CHECK(pieces >= 3);
  REQUIRE(thrown);
  CHECK_THROWS_AS(std::rethrow_exception(thrown), boost::system::system_error);
}

TEST_CASE("the longest turn is that of the work that did not give way") {
  constexpr std::chrono::milliseconds all{80};
  const auto before = longest_turn();
  const auto work = [&]() -> Task<int> {
    // Without anything to wait for a loop never looks.
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    hold(all);
    co_await next_turn();
    co_await next_turn();
    co_return 1;
  };
  CHECK(run_task(work()) == 1);
  CHECK(longest_turn() >= all);
  CHECK(longest_turn() >= before);
}
