#include "server/base/time.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace unify_ls {
namespace {

using namespace std::chrono;

/// Takes exactly `digits` digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<sys_days> take_date(std::string_view& text) {
  const auto y = take_number(text, 4);
  if (!y || !take(text, "-")) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || !take(text, "-")) return std::nullopt;
  const auto d = take_number(text, 2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

std::optional<seconds> take_time_of_day(std::string_view& text) {
  const auto h = take_number(text, 2);
  if (!h || *h > 23 || !take(text, ":")) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || *m > 59 || !take(text, ":")) return std::nullopt;
  const auto s = take_number(text, 2);
  if (!s || *s > 60) return std::nullopt; // 60 is a leap second
  if (take(text, ".,")) {
    if (!take_number(text, 1)) return std::nullopt;
    while (take_number(text, 1)) {
    }
  }
  return hours{*h} + minutes{*m} + seconds{*s};
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return minutes{0};
  const bool west = !text.empty() && text.front() == '-';
  if (!take(text, "+-")) return std::nullopt;
  const auto h = take_number(text, 2);
  if (!h || *h > 23 || !take(text, ":")) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || *m > 59) return std::nullopt;
  const minutes offset = hours{*h} + minutes{*m};
  return west ? -offset : offset;
}

/// Whole years that a WallTime, which counts nanoseconds, can hold.
constexpr year first_year{1678};
constexpr year last_year{2261};

std::optional<WallTime> if_it_fits(sys_seconds time) {
  const bool fits =
      time >= sys_days{first_year / January / 1} && time < sys_days{(last_year + years{1}) / January / 1};
  if (!fits) return std::nullopt;
  return WallTime{time};
}

std::string count_of(long long number, std::string_view unit) {
  return fmt::format("{} {}{}", number, unit, number == 1 || unit == "min" || unit == "s" ? "" : "s");
}

} // namespace

std::string to_rfc3339(WallTime time) { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", floor<seconds>(time)); }

std::optional<WallTime> parse_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return if_it_fits(*date);
  if (!take(text, "Tt ")) return std::nullopt;
  const auto time = take_time_of_day(text);
  if (!time) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return if_it_fits(*date + *time - *offset);
}

std::string relative_time(WallTime time, WallTime now) {
  const bool past = time <= now;
  const auto distance = duration_cast<seconds>(past ? now - time : time - now);
  std::string amount;
  if (distance < seconds{5}) return past ? "just now" : "in a moment";
  if (distance < minutes{1})
    amount = count_of(distance.count(), "s");
  else if (distance < hours{1})
    amount = count_of(duration_cast<minutes>(distance).count(), "min");
  else if (distance < days{1})
    amount = count_of(duration_cast<hours>(distance).count(), "hour");
  else
    amount = count_of(duration_cast<days>(distance).count(), "day");
  return past ? amount + " ago" : "in " + amount;
}

std::string duration_text(seconds duration) {
  duration = std::max(duration, seconds{0});
  if (duration < minutes{1}) return fmt::format("{} s", duration.count());
  const hh_mm_ss parts(duration % days{1});
  if (duration < hours{1})
    return fmt::format("{} min {} s", parts.minutes().count(), parts.seconds().count());
  if (duration < days{1}) return fmt::format("{} h {} min", parts.hours().count(), parts.minutes().count());
  return fmt::format("{} {} h", count_of(duration / days{1}, "day"), parts.hours().count());
}

} // namespace unify_ls
