#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/base/log.h"

#include <chrono>
#include <functional>
#include <string>
#include <type_traits>

/// Waiting for the state file while another process keeps it locked: on the clock, so that everything else
/// goes on.
namespace unify_ls::state {

/// How long what a person waits for is tried again.
inline constexpr std::chrono::milliseconds read_patience{50};
inline constexpr std::chrono::milliseconds write_patience{500};

/// Between two attempts; where the writing must succeed in the end, ever longer.
inline constexpr std::chrono::milliseconds lock_retry_wait{5};
inline constexpr std::chrono::milliseconds longest_retry_wait{60'000};

/// The result of `call`, a function that gives a Result and that is called again while the file is locked,
/// for as long as `patience`. Cancelling it is as if it had failed before: it throws between two calls.
template <class Call>
Task<std::invoke_result_t<Call&>> patiently(Clock& clock, std::chrono::milliseconds patience, Call call) {
  const SteadyTime deadline = clock.steady() + patience;
  for (;;) {
    auto result = call();
    if (result || !result.error().retryable || clock.steady() >= deadline) co_return result;
    co_await clock.wait(lock_retry_wait);
  }
}

/// Calls `write` until it succeeds, whatever stands in its way, or gives notFound, because there is nothing
/// to be written to any more. Cancelling does not end it: the process is about to end, and it tries in short
/// intervals for as long as it is let. `what` is for the log.
Task<> write_until_done(Clock& clock, Log& log, std::string what, std::function<Result<>()> write);

} // namespace unify_ls::state
