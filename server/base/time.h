#pragma once

#include "server/base/clock.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls {

/// "2027-01-31T08:00:00Z": RFC 3339 in UTC, whole seconds.
std::string to_rfc3339(WallTime time);

/// Reads RFC 3339 with any offset and fraction, and a plain date ("2027-01-31"), which means 00:00 UTC of
/// that day. Nothing for another text, and for a year before 1678 or after 2261, which a WallTime cannot
/// hold.
std::optional<WallTime> parse_time(std::string_view text);

/// "just now", "5 min ago", "in 3 days": for people, coarse.
std::string relative_time(WallTime time, WallTime now);

/// "42 s", "3 min 20 s", "2 h 5 min", "2 days 3 h": the two units that matter. A negative one is "0 s".
std::string duration_text(std::chrono::seconds duration);

} // namespace unify_ls
