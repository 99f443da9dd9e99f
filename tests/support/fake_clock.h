#pragma once

#include "server/base/clock.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <vector>

namespace unify_ls::testing {

/// A clock that stands still until somebody waits for it; waiting moves it on at once. Somebody may set its
/// wall time, which moves no duration.
class FakeClock final : public Clock {
 public:
  WallTime now() const override { return WallTime{} + passed + adjusted; }

  SteadyTime steady() const override { return SteadyTime{} + passed; }

  Task<> wait(std::chrono::milliseconds duration) override {
    waits.push_back(duration);
    if (stands_still) {
      asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
      co_await never.async_wait(asio::use_awaitable);
    }
    passed += duration;
    if (on_wait) on_wait();
  }

  bool stands_still = false; ///< who waits does so until cancelled: no limit is reached

  std::chrono::milliseconds passed{0};
  std::chrono::milliseconds adjusted{0};
  std::vector<std::chrono::milliseconds> waits;
  std::function<void()> on_wait; ///< called in each wait
};

} // namespace unify_ls::testing
