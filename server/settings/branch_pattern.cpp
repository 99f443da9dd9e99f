#include "server/settings/branch_pattern.h"

#include <algorithm>
#include <vector>

namespace unify_ls::settings {
namespace {

/// Which beginnings of the branch the pattern so far can stand for, by their length.
using Reached = std::vector<bool>;

Reached after_character(const Reached& before, std::string_view branch, char character) {
  Reached after(before.size(), false);
  for (std::size_t i = 0; i < branch.size(); ++i) after[i + 1] = before[i] && branch[i] == character;
  return after;
}

Reached after_star(Reached reached, std::string_view branch, bool stops_at_slash) {
  for (std::size_t i = 0; i < branch.size(); ++i)
    if (reached[i] && !(stops_at_slash && branch[i] == '/')) reached[i + 1] = true;
  return reached;
}

} // namespace

bool matches_branch(std::string_view pattern, std::string_view branch) {
  // All ways to match are walked at once: backtracking would take for ever on a hostile `*a*a*a*a…`.
  Reached reached(branch.size() + 1, false);
  reached[0] = true;
  while (!pattern.empty()) {
    if (pattern.front() != '*') {
      reached = after_character(reached, branch, pattern.front());
      pattern.remove_prefix(1);
      continue;
    }
    const bool twice = pattern.starts_with("**");
    reached = after_star(std::move(reached), branch, !twice);
    pattern.remove_prefix(twice ? 2 : 1);
  }
  return reached.back();
}

bool is_protected_branch(std::span<const std::string> patterns, std::string_view branch) {
  return std::ranges::any_of(patterns,
                             [&](const std::string& pattern) { return matches_branch(pattern, branch); });
}

} // namespace unify_ls::settings
