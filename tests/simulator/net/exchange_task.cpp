#include "tests/simulator/net/exchange_task.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace unify_ls::simulator {
namespace {

using namespace asio::experimental::awaitable_operators;

// A forgotten stall must not outlive the test run that forgot it.
constexpr std::chrono::milliseconds longest_stall = std::chrono::minutes(10);

void set_outcome(Simulator& simulator, LogEntry& entry, Outcome outcome) {
  entry.outcome = outcome;
  simulator.changed();
}

/// Holds the exchange until a release, the end of `duration`, or the client's leaving: whether it is still
/// there.
Task<bool> stall(Simulator& simulator, Bell& bell, Wire& wire, LogEntry& entry,
                 std::chrono::milliseconds duration) {
  set_outcome(simulator, entry, Outcome::stalled);
  const auto released = [&simulator, at = simulator.releases] { return simulator.releases != at; };
  const auto deadline = duration.count() == 0 ? longest_stall : duration;
  const auto first = co_await (bell.wait_until(released, deadline) || wire.client_leaves());
  const bool still_there = first.index() == 0;
  set_outcome(simulator, entry, still_there ? Outcome::open : Outcome::client_gone);
  co_return still_there;
}

Task<bool> send_repeatedly(Wire& wire, const WireAct& act) {
  for (std::size_t i = 0; i < act.times; ++i) {
    const bool sent = co_await wire.write(act.text);
    if (!sent) co_return false;
  }
  co_return true;
}

/// Whether there is anything left to do on this wire afterwards.
Task<bool> carry_out_one(Simulator& simulator, Bell& bell, Wire& wire, LogEntry& entry, const WireAct& act) {
  bool goes_on = true;
  switch (act.kind) {
  case WireAct::Kind::send:
    goes_on = co_await send_repeatedly(wire, act);
    if (!goes_on) set_outcome(simulator, entry, Outcome::client_gone);
    break;
  case WireAct::Kind::pause: co_await pause_for(act.duration); break;
  case WireAct::Kind::stall: goes_on = co_await stall(simulator, bell, wire, entry, act.duration); break;
  case WireAct::Kind::close:
    set_outcome(simulator, entry, Outcome::dropped);
    co_await wire.close();
    goes_on = false;
    break;
  case WireAct::Kind::reset:
    wire.reset();
    set_outcome(simulator, entry, Outcome::dropped);
    goes_on = false;
    break;
  }
  co_return goes_on;
}

} // namespace

Task<bool> carry_out(Simulator& simulator, Bell& bell, Wire& wire, LogEntry& entry, unsigned status,
                     std::vector<WireAct> acts) {
  for (const WireAct& act : acts) {
    if (act.kind == WireAct::Kind::send) entry.status = status;
    const bool goes_on = co_await carry_out_one(simulator, bell, wire, entry, act);
    if (!goes_on) co_return false;
  }
  set_outcome(simulator, entry, Outcome::answered);
  co_return true;
}

Task<bool> keep_silent(Simulator& simulator, Bell& bell, Wire& wire, LogEntry& entry, const Fault& fault) {
  WireAct act;
  act.kind = fault.kind == FaultKind::stall   ? WireAct::Kind::stall
             : fault.kind == FaultKind::reset ? WireAct::Kind::reset
                                              : WireAct::Kind::close;
  act.duration = fault.duration;
  co_return co_await carry_out_one(simulator, bell, wire, entry, act);
}

} // namespace unify_ls::simulator
