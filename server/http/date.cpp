#include "server/http/date.h"

#include "server/base/text.h"
#include "server/http/libcurl.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace unify_ls::http {

std::optional<WallTime> parse_http_date(std::string_view text) {
  constexpr std::size_t date_limit = 64;
  constexpr time_t latest = 4102444800; // the year 2100; WallTime itself ends in 2262
  if (text.size() > date_limit) return std::nullopt;
  const time_t seconds = libcurl().getdate(std::string(text).c_str(), nullptr);
  if (seconds < 0 || seconds > latest) return std::nullopt;
  return std::chrono::system_clock::from_time_t(seconds);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, WallTime server_now) {
  using std::chrono::seconds;
  value = trimmed(value);
  const bool digits =
      !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    long long number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc{} || number > retry_after_limit.count()) return retry_after_limit;
    return seconds{number};
  }
  const auto date = parse_http_date(value);
  if (!date) return std::nullopt;
  const auto wait = std::chrono::ceil<seconds>(*date - server_now);
  return std::clamp(wait, seconds{0}, retry_after_limit);
}

} // namespace unify_ls::http
