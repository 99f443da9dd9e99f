#pragma once

#include "tests/simulator/control/simulator.h"
#include "tests/simulator/net/bell.h"
#include "tests/simulator/net/wire.h"

#include <memory>

namespace unify_ls::simulator {

/// Serves one connection of the platform's listener to its end, faults and all. `number` counts the
/// connections.
Task<void> serve_platform(Simulator& simulator, Bell& bell, std::shared_ptr<Wire> wire, std::uint64_t number);

} // namespace unify_ls::simulator
