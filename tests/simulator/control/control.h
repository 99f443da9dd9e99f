#pragma once

#include "tests/simulator/control/simulator.h"

#include <optional>

namespace unify_ls::simulator {

/// Whether the path belongs to the tests and not to the platform: it begins with `/_simulator/`.
bool is_control(const Request& request);

/// Answers a control request. The README lists them. Needs no token and leaves no trace in the log.
Answer answer_control(Simulator& simulator, const Request& request, Time now);

/// A request that wants to wait until so many requests have matched.
struct ControlWait {
  LogFilter filter;
  std::size_t at_least = 0;
  std::chrono::milliseconds deadline{0};
};

/// The wait that a control request asks for with `wait=N` (and `deadlineMs=`, by default 10 s, at most 60 s).
std::optional<ControlWait> wait_of(const Request& request);

bool is_over(const Simulator& simulator, const ControlWait& wait);

} // namespace unify_ls::simulator
