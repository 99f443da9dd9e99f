#pragma once

#include "server/workflow/checks/finding.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace unify_ls::workflow {

/// A longer text is not read again to see whether a change makes YAML of it.
inline constexpr std::size_t max_fix_bytes = std::size_t{16} * 1024;
/// The line that was refused, and those above it that may have opened what it does not close.
inline constexpr std::size_t max_fix_lines = 5;

/// The one change of a line that makes YAML of a text which is none: a quotation mark or a bracket at its
/// end, or quotes around a value. Nothing where none does. `at` is where the text
/// was refused.
std::optional<Fix> fix_line(std::string_view text, std::size_t at);

} // namespace unify_ls::workflow
