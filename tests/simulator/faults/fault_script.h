#pragma once

#include "tests/simulator/faults/fault.h"

#include <optional>

namespace unify_ls::simulator {

/// Whether `text` fits `pattern`, in which `*` stands for any text, slashes included.
bool fits(std::string_view pattern, std::string_view text);

/// The faults that a test has asked for. Rules are asked in order; one that still has requests to let
/// through, or that is used up, leaves the request to the next.
class FaultScript {
 public:
  void add(FaultRule rule) { rules_.push_back(std::move(rule)); }

  void clear() { rules_.clear(); }

  const std::vector<FaultRule>& rules() const { return rules_; }

  /// The fault for a connection that was just accepted.
  std::optional<Fault> strike_connection();

  /// The fault for a request whose head was read.
  std::optional<Fault> strike_request(std::string_view method, std::string_view path, bool reused_connection);

 private:
  template <typename Concerns> std::optional<Fault> strike(Concerns concerns);

  std::vector<FaultRule> rules_;
};

} // namespace unify_ls::simulator
