#pragma once

#include "server/base/clock.h"

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

  Task<> wait(std::chrono::milliseconds duration) override;

  bool stands_still = false; ///< who waits does so until cancelled: no limit is reached

  std::chrono::milliseconds passed{0};
  std::chrono::milliseconds adjusted{0};
  std::vector<std::chrono::milliseconds> waits;
  std::function<void()> on_wait; ///< called in each wait
};

} // namespace unify_ls::testing
