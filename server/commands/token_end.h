#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::commands {

/// A token that lives longer is a slip of the keyboard.
inline constexpr int longest_token_days = 3'660;

/// When a token ends, as far as the person knows.
struct TokenEnd {
  std::optional<WallTime> at{};
};

/// The difference of the UTC dates: 30 on the day it is stored for 30 days, 0 on the last day, below after
/// it.
long long days_left(WallTime end, WallTime now);

/// From a number of days or a time or date; both empty: not known. invalidInputs for what is past, too far or
/// unreadable.
Result<TokenEnd> token_end(std::optional<double> days, const std::optional<std::string>& expires,
                           WallTime now);

/// From "30" (days) or a date.
Result<TokenEnd> token_end_from_text(std::string_view text, WallTime now);

} // namespace unify_ls::commands
