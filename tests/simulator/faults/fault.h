#pragma once

#include "tests/simulator/model/fields.h"
#include "tests/simulator/platform/exchange.h"

#include <chrono>

namespace unify_ls::simulator {

/// How far an exchange has come when a fault strikes.
enum class Where {
  connection, ///< accepted; not a byte was read
  head,       ///< the request's head was read, its body was not
  request,    ///< the request was read; the platform has done nothing yet
  answer,     ///< the platform has done what was asked; not a byte was answered
  mid_answer  ///< the answer's head and half of its body were sent
};

enum class FaultKind {
  // Answers that the platform did not give. By default it does not even see the request.
  status,
  html,
  success_false,
  garbage,
  empty,
  huge,
  redirect,
  raw,
  // Silence, at the place that `where` names.
  stall,
  drop,
  reset,
  // The platform's own answer, badly delivered.
  wrong_length,
  bad_chunk,
  drip,
  http10
};

struct Fault {
  FaultKind kind = FaultKind::status;
  std::string name; ///< as the test spelled it; for the log
  Where where = Where::answer;
  /// Whether the platform does what was asked before the fault strikes.
  bool acts = false;
  Answer answer;         ///< of the kinds that make one up
  std::string raw;       ///< every byte of a raw answer
  std::size_t bytes = 0; ///< huge: of padding; drip: at a time; wrong_length: too many announced
  std::chrono::milliseconds duration{0}; ///< drip: between pieces; stall: at most, 0 means until released
};

/// Which requests a fault strikes.
struct FaultRule {
  std::string method; ///< empty: any
  std::string path;   ///< `*` stands for anything; empty: any
  bool only_reused_connections = false;
  std::uint32_t after = 0; ///< so many matching requests are let through first
  std::uint32_t times = 1; ///< 0: always
  Fault fault;
  std::uint32_t seen = 0;   ///< matching requests so far
  std::uint32_t struck = 0; ///< of which were struck
};

/// Reads `{method, path, after, times, onlyReusedConnections, fault: {kind, where, …}}`; the README lists the
/// kinds.
std::expected<FaultRule, std::string> fault_rule_from(const json::value& value);

} // namespace unify_ls::simulator
