#pragma once

#include "server/language/analysis.h"

#include <chrono>
#include <cstdint>
#include <vector>

/// What of the findings is said while a text is being written, so that nothing flashes that the next keys
/// will make go away.
namespace unify_ls::language {

/// A new finding on the line that is being typed waits this long.
inline constexpr std::chrono::milliseconds typing_pause{300};

/// So does one about something missing, where the place for it is the one that is being written: people stop
/// to think at the end of a line.
inline constexpr std::chrono::milliseconds writing_pause{2000};

enum class Wait : std::uint8_t { none, typing, writing };

/// What a new finding waits for after a change of a line.
Wait wait_of(const Analysis& analysis, const workflow::Finding& finding, unsigned changed_line);

/// Findings of an earlier text, where they stand in the present one; without those that lie in what has
/// changed.
std::vector<workflow::Finding> carried_over(std::vector<workflow::Finding> findings, std::string_view before,
                                            std::string_view now);

} // namespace unify_ls::language
