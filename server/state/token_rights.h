#pragma once

#include "server/base/clock.h"
#include "server/state/state.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace unify_ls::state {

/// How long it counts whether a token was seen to read: rights change, and asking again costs one request.
inline constexpr std::chrono::hours rights_lifetime{24};

/// Whether the token of an origin may read, or may only start runs: the documented one may not. The token is
/// told from others by a fingerprint (credentials::fingerprint). What is known of a token goes when another
/// one is stored or it is deleted (TokenDates). For the loop's thread.
class TokenRights {
 public:
  /// `state` has to outlive this.
  explicit TokenRights(State& state) : state_(&state) {}

  /// As it was seen within `rights_lifetime`, by any process; nothing when that is not known.
  Result<std::optional<bool>> may_read(std::string_view origin, std::string_view token, WallTime now) const;

  Result<> note(std::string_view origin, std::string_view token, bool may_read, WallTime now);

 private:
  State* state_;
};

} // namespace unify_ls::state
