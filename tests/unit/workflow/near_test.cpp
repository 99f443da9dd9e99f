#include "server/workflow/near.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace unify_ls::workflow;
using Names = std::vector<std::string>;

TEST_CASE("near names are a few slips away, the nearest first") {
  struct Row {
    std::string_view wanted;
    Names known, expected;
  };

  const Row rows[] = {
      {"verison", {"region", "version"}, {"version"}},
      {"Version", {"version"}, {"version"}},
      {"mian", {"develop", "main", "master"}, {"main"}},
      {"deploy.yml", {"build.yaml", "deploy.yaml"}, {"deploy.yaml"}},
      {"deplo", {"deploy-2", "deploy", "destroy"}, {"deploy", "deploy-2"}},
      {"abd", {"abc", "abe", "abf", "abg"}, {"abc", "abe", "abf"}},
      {"grüsse", {"grüße", "gruesse"}, {"grüße", "gruesse"}},
      {"login", {"feature/login", "main"}, {"feature/login"}},
      {"in", {"login", "main"}, {}},
      {"x", {"production", "y"}, {"y"}},
      {"zebra", {"main", "develop"}, {}},
      {"", {"a", "b"}, {}},
      {"a", {}, {}},
      {"a", {"", "b"}, {"b"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted);
    CHECK(near_names(row.wanted, row.known) == row.expected);
  }
}

TEST_CASE("no more near names than asked for, and none for texts that are too long") {
  const Names known{"aaa1", "aaa2", "aaa3", "aaa4"};
  CHECK(near_names("aaa0", known, 1) == Names{"aaa1"});
  CHECK(near_names("aaa0", known, 9).size() == 4);
  CHECK(near_names("abcdefghijklmnopqrstuvwxyz", Names{"ABCDEfghijklmnopqrst", "ABCDEfghijklmnopqrstu"}) ==
        Names{"ABCDEfghijklmnopqrstu"});
  const std::string longest(max_near_length, 'x');
  CHECK(near_names(longest, Names{longest, longest + "x"}) == Names{longest});
  CHECK(near_names(longest + "x", Names{longest}).empty());
}

TEST_CASE("near names are looked for among tens of thousands, and no longer than their steps last") {
  Names usual;
  for (int i = 0; i < 20'000; ++i) usual.push_back("feature/ticket-" + std::to_string(i));
  usual.emplace_back("main");
  CHECK(near_names("mian", usual) == Names{"main"});

  // All but alike to the last letters, so that each comparison goes all the way.
  const std::string beginning(max_near_length - 6, 'a');
  Names hostile;
  for (int i = 100'000; i < 110'000; ++i) hostile.push_back(beginning + std::to_string(i));
  hostile.push_back(beginning + "bbbbbb");
  CHECK(near_names(beginning + "bbbbbb", hostile).empty());
  std::ranges::reverse(hostile);
  CHECK(near_names(beginning + "bbbbbb", hostile, 1) == Names{beginning + "bbbbbb"});
}
