#include "server/base/cancelled.h"
#include "server/base/together.h"
#include "tests/support/run_task.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace unify_ls;
using unify_ls::testing::run_task;

namespace {

/// Waits until it is cancelled, and notes that.
Task<> wait_for_ever(bool& cancelled) {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  boost::system::error_code error;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  cancelled = error == asio::error::operation_aborted;
}

Task<> throw_at_once() {
  throw std::runtime_error("a fault");
  co_return;
}

Task<> nothing() { co_return; }

Task<int> give(int value) { co_return value; }

Task<std::string> give_text(std::string value) { co_return value; }

Task<int> give_after(bool& cancelled) {
  co_await wait_for_ever(cancelled);
  co_return 1;
}

Task<bool> true_after(Task<> task) {
  co_await std::move(task);
  co_return true;
}

template <class... T> std::vector<Task<>> list(T... tasks) {
  std::vector<Task<>> all;
  (all.push_back(std::move(tasks)), ...);
  return all;
}

} // namespace

TEST_CASE("all_of: a failure cancels the others and is thrown again") {
  bool cancelled = false;
  CHECK_THROWS_WITH(run_task(true_after(all_of(list(wait_for_ever(cancelled), throw_at_once())))), "a fault");
  CHECK(cancelled);
}

TEST_CASE("all_of: without tasks there is nothing to wait for") { CHECK(run_task(true_after(all_of({})))); }

TEST_CASE("first_of: the first to end cancels the others") {
  bool cancelled = false;
  CHECK(run_task(first_of(list(wait_for_ever(cancelled), nothing()))) == 1);
  CHECK(cancelled);
}

TEST_CASE("first_of: a failure ends it as well") {
  bool cancelled = false;
  CHECK_THROWS_WITH(run_task(first_of(list(wait_for_ever(cancelled), throw_at_once()))), "a fault");
  CHECK(cancelled);
}

TEST_CASE("together: the results stand in the order of the tasks") {
  const auto [number, text] = run_task(together(give(7), give_text("seven")));
  CHECK(number == 7);
  CHECK(text == "seven");
}

TEST_CASE("result_before: the result, or nothing when the limit came first") {
  bool cancelled = false;
  CHECK(run_task(result_before(wait_for_ever(cancelled), give(3))) == 3);
  CHECK(cancelled);
  cancelled = false;
  CHECK_FALSE(run_task(result_before(nothing(), give_after(cancelled))).has_value());
  CHECK(cancelled);
}
