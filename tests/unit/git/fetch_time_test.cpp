#include "server/base/time.h"
#include "server/git/fetch_time.h"

#include <doctest/doctest.h>

#include <string>

namespace unify_ls::git {
namespace {

TEST_CASE("the time in a reflog is that of its last line, if that made the commit") {
  const std::string log = "000 aaa Me <me@x> 1600000000 +0000\tfetch: storing head\n"
                          "aaa bbb Me > <me@x> 1700000000 +0200\tfetch: fast-forward\n";
  CHECK(time_in_reflog(log, "bbb") == parse_time("2023-11-14T22:13:20Z"));
  CHECK_FALSE(time_in_reflog(log, "aaa").has_value());
  for (const char* bad : {"", "\n", "x", "a bbb", "a bbb Me <me@x>", "a bbb Me <me@x> soon +0\tx",
                          "a bbb Me <me@x> 99999999999999999999 +0\tx", "a bbb Me <me@x> -5 +0\tx"}) {
    CAPTURE(bad);
    CHECK_FALSE(time_in_reflog(bad, "bbb").has_value());
  }
}

TEST_CASE("what the last fetch brought") {
  const std::string text =
      "aaa\t\tbranch 'main' of https://h/x\nbbb\tnot-for-merge\tbranch 'dev' of https://h/x\n";
  CHECK(was_fetched(text, "main", "aaa"));
  CHECK(was_fetched(text, "dev", "bbb"));
  CHECK_FALSE(was_fetched(text, "main", "bbb"));
  CHECK_FALSE(was_fetched(text, "mai", "aaa"));
  CHECK_FALSE(was_fetched("", "main", "aaa"));
}

} // namespace
} // namespace unify_ls::git
