#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace unify_ls::settings {

/// Whether a pattern of `protectedBranches` stands for a branch. `*` stands for any text without `/`, `**`
/// for any text at all (both for none, too); everything else for itself. Time grows with the product of both
/// lengths.
bool matches_branch(std::string_view pattern, std::string_view branch);

bool is_protected_branch(std::span<const std::string> patterns, std::string_view branch);

} // namespace unify_ls::settings
