#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// More of a text than this (in code points, an ellipsis included) does not help in a message.
inline constexpr std::size_t max_quoted_length = 60;
/// More names than this are cut from a list in a message, and their number is told.
inline constexpr std::size_t max_listed_names = 8;

/// Foreign text for a message, in double quotes: one printable line, and a long text ends in an ellipsis.
std::string quoted(std::string_view text);

/// `"a", "b" and 12 more`.
std::string quoted_list(std::span<const std::string> names);

/// ` Did you mean "x"?` for a name that is near, or nothing for none.
std::string did_you_mean(std::string_view near);

/// The same for the nearest of the known names.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known);

/// What is said of a text that holds more than max_yaml_nodes.
std::string too_many_values();

} // namespace unify_ls::workflow
