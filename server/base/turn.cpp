#include "server/base/turn.h"

#include "server/base/log.h"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>

namespace unify_ls {
namespace {

using Time = std::chrono::steady_clock;

double milliseconds(std::chrono::microseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

/// One for each thread that runs a loop: the programs have one, tests may have more.
struct Turns {
  Time::time_point began = Time::now();
  Time::duration longest{};
  std::chrono::microseconds told = turn_limit;
};

thread_local Turns turns;

} // namespace

bool turn_is_over() { return Time::now() - turns.began >= turn_slice; }

Task<> next_turn() {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
}

Task<> give_way() {
  if (turn_is_over()) co_await next_turn();
}

std::chrono::microseconds longest_turn() {
  return std::chrono::duration_cast<std::chrono::microseconds>(turns.longest);
}

void tell_long_turn(Log& log) {
  const std::chrono::microseconds longest = longest_turn();
  if (longest <= turns.told) return;
  turns.told = longest;
  log.debug("a turn of the loop took {:.1f} ms", milliseconds(longest));
}

void tell_longest_turn(Log& log) {
  log.debug("the longest turn of the loop took {:.1f} ms", milliseconds(longest_turn()));
}

void turn_begins() { turns.began = Time::now(); }

void turn_ends() { turns.longest = std::max(turns.longest, Time::now() - turns.began); }

} // namespace unify_ls
