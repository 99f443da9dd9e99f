#include "server/credentials/key_values.h"

#include <doctest/doctest.h>

using unify_ls::credentials::key_value_lines;
using unify_ls::credentials::value_of;

TEST_CASE("pairs become lines and are found again") {
  const auto lines = key_value_lines({{"origin", "https://a.example"}, {"token", "a=b"}, {"empty", ""}});
  CHECK(lines.text == "origin=https://a.example\ntoken=a=b\nempty=\n");
  CHECK(value_of(lines.text, "token") == "a=b");
  CHECK(value_of(lines.text, "empty") == "");
  CHECK_FALSE(value_of(lines.text, "tok"));
  CHECK_FALSE(value_of(lines.text, "other"));
}

TEST_CASE("lines are read as other programs write them") {
  CHECK(value_of("a=1\r\nb=2\r\n", "a") == "1");
  CHECK(value_of("a=1\nb=2", "b") == "2");
  CHECK(value_of("a=1\na=2\n", "a") == "1");
  CHECK(value_of("\n\nno pair here\na=1\n", "a") == "1");
  CHECK_FALSE(value_of("", "a"));
  CHECK_FALSE(value_of("garbage", "a"));
}
