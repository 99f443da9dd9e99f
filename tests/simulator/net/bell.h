#pragma once

#include "tests/simulator/net/async.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>

namespace unify_ls::simulator {

/// Lets coroutines wait until something has changed.
class Bell {
 public:
  explicit Bell(const asio::any_io_executor& executor);

  /// Wakes every waiter, who then looks again.
  void ring();

  /// Waits until `done` holds, looking at each ring. False when the deadline came first. Can be cancelled.
  Task<bool> wait_until(std::function<bool()> done, std::chrono::milliseconds deadline);

 private:
  asio::steady_timer timer_;
};

/// Waits that long. Can be cancelled.
Task<void> pause_for(std::chrono::milliseconds duration);

} // namespace unify_ls::simulator
