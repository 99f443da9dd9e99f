#include "server/workflow/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace unify_ls::workflow {

namespace {

/// An exponent beyond this is cut: no text of ours has enough digits to bring such a number back into reach.
constexpr std::int64_t exponent_limit = 1'000'000'000;

/// A number as its digits and where the point stands among them (before the first is 0; it may lie outside).
struct Decimal {
  bool negative = false;
  std::string digits{};
  std::int64_t point = 0;
};

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view take_digits(std::string_view& rest) {
  const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::string_view digits = rest.substr(0, end);
  rest.remove_prefix(end);
  return digits;
}

bool take_one_of(std::string_view& rest, std::string_view characters) {
  if (rest.empty() || !characters.contains(rest.front())) return false;
  rest.remove_prefix(1);
  return true;
}

/// The exponent that makes up all of the text.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  const bool negative = text.starts_with('-');
  take_one_of(text, "+-");
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) value = exponent_limit;
  value = std::min(value, exponent_limit);
  return negative ? -value : value;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  std::string_view rest = without_blanks(text);
  Decimal decimal{.negative = rest.starts_with('-')};
  take_one_of(rest, "+-");
  decimal.digits = take_digits(rest);
  decimal.point = static_cast<std::int64_t>(decimal.digits.size());
  if (take_one_of(rest, ".")) decimal.digits += take_digits(rest);
  if (decimal.digits.empty()) return std::nullopt;
  if (take_one_of(rest, "eE")) {
    const auto exponent = read_exponent(rest);
    if (!exponent) return std::nullopt;
    decimal.point += *exponent;
    return decimal;
  }
  return rest.empty() ? std::optional(decimal) : std::nullopt;
}

void drop_outer_zeros(Decimal& decimal) {
  const auto last = decimal.digits.find_last_not_of('0');
  decimal.digits.erase(last == std::string::npos ? 0 : last + 1);
  const auto first = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
  decimal.digits.erase(0, first);
  decimal.point -= static_cast<std::int64_t>(first);
}

/// Writes digits that are known to need few zeros around them.
std::string written_out(const Decimal& decimal) {
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  const auto zeros = [](std::int64_t count) { return std::string(static_cast<std::size_t>(count), '0'); };
  const std::string sign = decimal.negative ? "-" : "";
  if (decimal.point <= 0) return sign + "0." + zeros(-decimal.point) + decimal.digits;
  if (decimal.point >= size) return sign + decimal.digits + zeros(decimal.point - size);
  const auto point = static_cast<std::size_t>(decimal.point);
  return sign + decimal.digits.substr(0, point) + "." + decimal.digits.substr(point);
}

} // namespace

std::expected<std::string, NumberFault> shortest_decimal(std::string_view text) {
  std::optional<Decimal> decimal = read_decimal(text);
  if (!decimal) return std::unexpected(NumberFault::not_a_number);
  drop_outer_zeros(*decimal);
  if (decimal->digits.empty()) return "0";
  const std::int64_t behind = static_cast<std::int64_t>(decimal->digits.size()) - decimal->point;
  constexpr auto most = static_cast<std::int64_t>(max_number_digits);
  if (decimal->point > most || behind > most) return std::unexpected(NumberFault::too_long);
  return written_out(*decimal);
}

std::expected<std::string, NumberFault> sent_number(std::string_view text) {
  const std::string_view written = without_blanks(text);
  std::string_view rest = written;
  take_one_of(rest, "-");
  const bool whole = !take_digits(rest).empty();
  const bool fraction = take_one_of(rest, ".");
  if (whole && (!fraction || !take_digits(rest).empty()) && rest.empty()) return std::string(written);
  return shortest_decimal(written);
}

std::size_t significant_digits(std::string_view decimal) {
  std::string digits;
  for (const char c : decimal)
    if (c >= '0' && c <= '9') digits += c;
  const auto first = digits.find_first_not_of('0');
  return first == std::string::npos ? 0 : digits.find_last_not_of('0') - first + 1;
}

std::expected<std::string, NumberFault> shortest_decimal(double number) {
  if (!std::isfinite(number)) return std::unexpected(NumberFault::not_a_number);
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  if (error != std::errc()) return std::unexpected(NumberFault::too_long);
  return shortest_decimal(std::string_view(buffer.data(), end));
}

} // namespace unify_ls::workflow
