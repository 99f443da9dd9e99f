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
