#include "server/commands/token_end.h"

#include "server/base/text.h"
#include "server/base/time.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace unify_ls::commands {
namespace {

Result<TokenEnd> after_days(double days, WallTime now) {
  if (!std::isfinite(days) || days <= 0 || days > longest_token_days || std::floor(days) != days)
    return fail(ErrorKind::invalidInputs,
                fmt::format("The number of days is a whole number from 1 to {}.", longest_token_days));
  return TokenEnd{now + std::chrono::days{static_cast<int>(days)}};
}

Result<TokenEnd> at_time(std::string_view text, WallTime now) {
  const std::optional<WallTime> time = parse_time(trimmed(text));
  if (!time)
    return fail(
        ErrorKind::invalidInputs,
        fmt::format("`{}` is not a date: write it as 2027-01-31, or as a time such as 2027-01-31T08:00:00Z.",
                    shortened(escaped(text), 40)));
  if (*time <= now)
    return fail(ErrorKind::invalidInputs,
                fmt::format("{} is past: a token that has ended is of no use.", to_rfc3339(*time)));
  if (*time > now + std::chrono::days{longest_token_days})
    return fail(ErrorKind::invalidInputs,
                fmt::format("{} is too far away for the end of a token.", to_rfc3339(*time)));
  return TokenEnd{time};
}

} // namespace

long long days_left(WallTime end, WallTime now) {
  using std::chrono::days;
  return (std::chrono::floor<days>(end) - std::chrono::floor<days>(now)).count();
}

Result<TokenEnd> token_end(std::optional<double> days, const std::optional<std::string>& expires,
                           WallTime now) {
  if (days && expires)
    return fail(ErrorKind::invalidInputs,
                "Give either the number of days or the day on which it ends, not both.");
  if (days) return after_days(*days, now);
  if (expires) return at_time(*expires, now);
  return TokenEnd{};
}

Result<TokenEnd> token_end_from_text(std::string_view text, WallTime now) {
  const std::string_view word = trimmed(text);
  int days = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), days);
  if (error == std::errc{} && end == word.data() + word.size()) return after_days(days, now);
  return at_time(word, now);
}

} // namespace unify_ls::commands
