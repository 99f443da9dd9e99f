#pragma once

#include "server/base/task.h"

#include <chrono>

namespace unify_ls {

using WallTime = std::chrono::system_clock::time_point;
using SteadyTime = std::chrono::steady_clock::time_point;

/// The time, passed in so that tests can turn it by hand. Wall time is for dates that people see; durations
/// and deadlines use steady time, which no clock change moves.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime now() const = 0;
  virtual SteadyTime steady() const = 0;
  /// Returns after `duration`. Can be cancelled like any task.
  virtual Task<> wait(std::chrono::milliseconds duration) = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime now() const override { return std::chrono::system_clock::now(); }

  SteadyTime steady() const override { return std::chrono::steady_clock::now(); }

  Task<> wait(std::chrono::milliseconds duration) override;
};

} // namespace unify_ls
