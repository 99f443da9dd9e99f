#pragma once

#include "server/base/clock.h"
#include "server/state/state.h"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace unify_ls::state {

/// How long before its end a token is warned about.
inline constexpr std::chrono::days expiry_warning_lead{2};

/// A token saved no longer ago counts as the answer to a question for one.
inline constexpr std::chrono::minutes recent_save{2};

struct TokenDate {
  WallTime saved_at;
  std::optional<WallTime> expires_at; ///< nothing when the person did not know
};

/// When the token of an origin was saved and when it ends. The platform does not tell, and a token store
/// keeps the token alone, so it is asked for and kept here. Never the token. For the loop's thread.
class TokenDates {
 public:
  /// `state` has to outlive this.
  explicit TokenDates(State& state) : state_(&state) {}

  Result<std::optional<TokenDate>> find(std::string_view origin) const;

  /// Notes a token that was just saved, in place of what was known of the one before; counts as a change.
  Result<> save(std::string_view origin, const TokenDate& date);

  /// Notes that the token was deleted, whether anything was known of it or not; counts as a change.
  Result<> forget(std::string_view origin);

  /// How often tokens of this origin were saved and forgotten, by whatever process: when the number is
  /// another one, a token in memory is of before.
  Result<std::int64_t> changes(std::string_view origin) const;

  /// Whether any process saved this origin's token within `recent_save`.
  Result<bool> saved_recently(std::string_view origin, WallTime now) const;

  /// The end of this origin's token when the person is to be told of it now: from two days ahead on (and
  /// after it), once a day (UTC), whichever process asks first. Asking counts as telling.
  Result<std::optional<WallTime>> warn_due(std::string_view origin, WallTime now);

 private:
  Result<> change(std::string_view origin, std::string_view sql, std::initializer_list<SqlValue> values);

  State* state_;
};

} // namespace unify_ls::state
