#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Longer names (in bytes) are neither compared nor suggested.
inline constexpr std::size_t max_near_length = 256;

/// Characters looked at and cells computed for one question, a few milliseconds. Names that come after these
/// are spent are not suggested; tens of thousands of usual ones come before.
inline constexpr std::size_t max_near_steps = 1'000'000;

/// Whether a name is one of the known ones, to the letter.
bool is_among(std::string_view name, std::span<const std::string> known);

/// The known names that somebody who wrote `wanted` may have meant, the likeliest first, at most `most` of
/// them. Near is what a few slips of the keyboard apart is: letters wrong, missing, added or swapped, one in
/// three and five at most; case counts for nothing. After those come names that contain the wanted one
/// (`login` in `feature/login`).
std::vector<std::string> near_names(std::string_view wanted, std::span<const std::string> known,
                                    std::size_t most = 3);

} // namespace unify_ls::workflow
