#pragma once

#include "tests/simulator/faults/delivery.h"
#include "tests/simulator/net/connection.h"

namespace unify_ls::simulator {

/// Carries out the acts of a delivery and keeps the log entry's outcome, and its status once the answer
/// has begun. Whether the connection can go on.
Task<bool> carry_out(Simulator& simulator, Bell& bell, Wire& wire, LogEntry& entry, unsigned status,
                     std::vector<WireAct> acts);

/// The acts of silence alone, for the places where there is no answer yet: whether the exchange goes on.
Task<bool> keep_silent(Simulator& simulator, Bell& bell, Wire& wire, LogEntry& entry, const Fault& fault);

} // namespace unify_ls::simulator
