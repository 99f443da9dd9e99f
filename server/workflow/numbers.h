#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// Digits before the point, and digits behind it, that a number may need when it is written without an
/// exponent.
inline constexpr std::size_t max_number_digits = 32;

enum class NumberFault {
  not_a_number, ///< not a finite decimal; hexadecimal and infinite ones are not
  too_long,     ///< more than `max_number_digits` on one side of the point
  too_precise,  ///< more digits than a JSON number keeps
};

/// A decimal in its shortest form, always without exponent: `007` is `7`, `1.50` is `1.5`, `1e3` is `1000`.
/// Works on the digits, so no number loses precision. Blanks around the text are allowed.
std::expected<std::string, NumberFault> shortest_decimal(std::string_view text);

/// A number as it is sent: as written where it reads `-?digits[.digits]`, whatever its length, else
/// `shortest_decimal`. Blanks around the text are allowed and dropped.
std::expected<std::string, NumberFault> sent_number(std::string_view text);

/// How many digits a decimal without exponent has between its outer zeros: 3 for `0.1020` and for `10200`.
std::size_t significant_digits(std::string_view decimal);

/// The shortest decimal that reads back as the same double.
std::expected<std::string, NumberFault> shortest_decimal(double number);

} // namespace unify_ls::workflow
