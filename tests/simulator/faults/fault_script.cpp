#include "tests/simulator/faults/fault_script.h"

namespace unify_ls::simulator {

bool fits(std::string_view pattern, std::string_view text) {
  // Greedy matching with one point to come back to: linear in practice, and no recursion.
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

template <typename Concerns> std::optional<Fault> FaultScript::strike(Concerns concerns) {
  for (FaultRule& rule : rules_) {
    const bool used_up = rule.times != 0 && rule.struck == rule.times;
    if (used_up || !concerns(rule)) continue;
    if (rule.seen++ < rule.after) continue;
    ++rule.struck;
    return rule.fault;
  }
  return std::nullopt;
}

std::optional<Fault> FaultScript::strike_connection() {
  return strike([](const FaultRule& rule) { return rule.fault.where == Where::connection; });
}

std::optional<Fault> FaultScript::strike_request(std::string_view method, std::string_view path,
                                                 bool reused_connection) {
  return strike([&](const FaultRule& rule) {
    return rule.fault.where != Where::connection && (rule.method.empty() || rule.method == method) &&
           (rule.path.empty() || fits(rule.path, path)) &&
           (reused_connection || !rule.only_reused_connections);
  });
}

} // namespace unify_ls::simulator
