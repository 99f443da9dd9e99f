#include "server/settings/branch_pattern.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

using namespace unify_ls::settings;

TEST_CASE("patterns of protected branches") {
  struct Row {
    std::string_view pattern;
    std::string_view branch;
    bool matches;
  };

  constexpr std::array rows = {
      Row{"main", "main", true},
      Row{"main", "Main", false},
      Row{"main", "main2", false},
      Row{"main", "mai", false},
      Row{"", "", true},
      Row{"", "main", false},
      Row{"*", "main", true},
      Row{"*", "", true},
      Row{"*", "release/1", false},
      Row{"**", "release/1", true},
      Row{"**", "", true},
      Row{"release/*", "release/1.0", true},
      Row{"release/*", "release/", true},
      Row{"release/*", "release/1.0/fix", false},
      Row{"release/*", "release", false},
      Row{"release/**", "release/1.0/fix", true},
      Row{"release/**", "release", false},
      Row{"*/fix", "release/fix", true},
      Row{"*/fix", "a/b/fix", false},
      Row{"**/fix", "a/b/fix", true},
      Row{"**/fix", "fix", false},
      Row{"rel*-*", "release-1-2", true},
      Row{"v*.*", "v1", false},
      Row{"***", "a/b", true},
      Row{"a?c", "abc", false},
      Row{"a.c", "abc", false},
      Row{"[ab]", "a", false},
      Row{"größe/*", "größe/ü", true},
  };
  for (const auto& [pattern, branch, matches] : rows) {
    CAPTURE(pattern);
    CAPTURE(branch);
    CHECK(matches_branch(pattern, branch) == matches);
  }
}

TEST_CASE("patterns match the same across the borders of machine words") {
  for (const std::size_t length : {62U, 63U, 64U, 65U, 127U, 128U, 129U, 1022U}) {
    CAPTURE(length);
    const std::string part(length, 'a');
    CHECK(matches_branch(part, part));
    CHECK_FALSE(matches_branch(part + "a", part));
    CHECK(matches_branch("*a", part));
    CHECK(matches_branch("a*", part));
    CHECK(matches_branch("*", part));
    CHECK_FALSE(matches_branch("*", part + "/"));
    CHECK(matches_branch("*/*", part + "/"));
    CHECK(matches_branch("**b", part + "/b"));
    CHECK_FALSE(matches_branch("**c", part + "/b"));
    CHECK(matches_branch("*/b", part + "/b"));
    CHECK_FALSE(matches_branch("*b", part + "/b"));
  }
}

/// The meaning of a pattern, by trying everything.
static bool matches_slowly(std::string_view pattern, std::string_view branch) {
  if (pattern.empty()) return branch.empty();
  if (pattern.front() != '*')
    return branch.starts_with(pattern.front()) && matches_slowly(pattern.substr(1), branch.substr(1));
  const bool twice = pattern.starts_with("**");
  for (std::size_t taken = 0; taken <= branch.size(); ++taken) {
    if (matches_slowly(pattern.substr(twice ? 2 : 1), branch.substr(taken))) return true;
    if (taken < branch.size() && branch[taken] == '/' && !twice) break;
  }
  return false;
}

TEST_CASE("every short pattern means on every short branch what trying everything gives") {
  const auto words = [](std::string_view letters, std::size_t most) {
    std::vector<std::string> all{""};
    for (std::size_t begin = 0, length = 0; length < most; ++length) {
      const std::size_t end = all.size();
      for (; begin < end; ++begin)
        for (const char letter : letters) all.push_back(all[begin] + letter);
    }
    return all;
  };
  std::size_t different = 0;
  for (const std::string& branch : words("a/", 5))
    for (const std::string& pattern : words("a/*", 5))
      if (matches_branch(pattern, branch) != matches_slowly(pattern, branch)) ++different;
  CHECK(different == 0);
}

TEST_CASE("a branch that is too long for comparing counts as protected") {
  const std::vector<std::string> patterns = {"main"};
  CHECK_FALSE(is_protected_branch(patterns, std::string(max_branch_bytes, 'a')));
  CHECK(is_protected_branch(patterns, std::string(max_branch_bytes + 1, 'a')));
  CHECK_FALSE(is_protected_branch({}, std::string(max_branch_bytes + 1, 'a')));
  CHECK_FALSE(matches_branch("**", std::string(max_branch_bytes + 1, 'a')));
}

TEST_CASE("a hostile pattern takes no more time than its length") {
  std::string pattern;
  for (int i = 0; i < 128; ++i) pattern += "*a";
  CHECK_FALSE(matches_branch(pattern, std::string(256, 'a') + "b"));
  CHECK(matches_branch(pattern, std::string(256, 'a')));
}

TEST_CASE("a branch is protected by any of the patterns") {
  const std::vector<std::string> patterns = {"main", "release/**"};
  CHECK(is_protected_branch(patterns, "main"));
  CHECK(is_protected_branch(patterns, "release/a/b"));
  CHECK_FALSE(is_protected_branch(patterns, "feature"));
  CHECK_FALSE(is_protected_branch({}, "main"));
}
