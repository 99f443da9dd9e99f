#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace unify_ls::settings {

/// Longer names of branches, in bytes, are not compared.
inline constexpr std::size_t max_branch_bytes = 1024;

/// Whether a pattern of `protectedBranches` stands for a branch. `*` stands for any text without `/`, `**`
/// for any text at all (both for none, too); everything else for itself. Time grows with the pattern's length
/// only. A branch that is too long is none that a pattern stands for.
bool matches_branch(std::string_view pattern, std::string_view branch);

/// Whether any of the patterns stands for the branch; where there are patterns, one that is too long counts
/// as protected.
bool is_protected_branch(std::span<const std::string> patterns, std::string_view branch);

} // namespace unify_ls::settings
