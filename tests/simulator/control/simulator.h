#pragma once

#include "tests/simulator/control/request_log.h"
#include "tests/simulator/faults/fault_script.h"
#include "tests/simulator/platform/platform.h"

#include <functional>

namespace unify_ls::simulator {

/// Everything that the simulator knows, and the things that only its server can do. One thread uses it.
struct Simulator {
  explicit Simulator(World world) : platform(std::move(world)) {}

  Platform platform;
  FaultScript faults;
  RequestLog log;
  /// Counts the releases; a stalled exchange goes on when it changes.
  std::uint64_t releases = 0;
  /// Where the control paths are served by a listener of their own, which no fault touches.
  std::string control_address;

  /// Wakes whoever waits for the log or a release to change.
  std::function<void()> changed = [] {};
  /// Opens or closes the platform's listener; false when the port cannot be had again.
  std::function<bool(bool open)> listen = [](bool) { return false; };
  /// Ends every connection to the platform, as a network does that goes away; how many there were.
  std::function<std::size_t()> disconnect = [] { return std::size_t{0}; };
};

} // namespace unify_ls::simulator
