#pragma once

#include "server/base/clock.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace unify_ls::http {

/// A longer wait than this asked for by a server is cut to it.
inline constexpr std::chrono::seconds retry_after_limit = std::chrono::hours{24};

/// "Tue, 24 Nov 2026 06:35:00 GMT" and the other forms that HTTP allows.
std::optional<WallTime> parse_http_date(std::string_view text);

/// The value of Retry-After, a number of seconds or a date. `server_now` is the Date header of the same
/// answer where there is one, so that a wrong clock on either side does not matter; a past date is 0 s.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, WallTime server_now);

} // namespace unify_ls::http
