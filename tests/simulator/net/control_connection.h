#pragma once

#include "tests/simulator/control/simulator.h"
#include "tests/simulator/net/bell.h"
#include "tests/simulator/net/wire.h"

namespace unify_ls::simulator {

/// Reads the body of a control request, waits as long as it asks for, and answers: whether the connection
/// goes on.
Task<bool> exchange_control(Simulator& simulator, Bell& bell, Wire& wire, Wire::Parser& parser);

/// Serves one connection of the control listener, which knows the control paths only.
Task<void> serve_control(Simulator& simulator, Bell& bell, std::unique_ptr<Wire> wire);

} // namespace unify_ls::simulator
