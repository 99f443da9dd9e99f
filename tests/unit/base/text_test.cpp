#include "server/base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;

TEST_CASE("control and deceptive characters are removed from messages and escaped in questions") {
  struct Row {
    std::string_view text;
    std::string_view printable;
    std::string_view escaped;
  };

  const std::vector<Row> rows{
      {"", "", ""},
      {"deploy é 😀", "deploy é 😀", "deploy é 😀"},
      {"a\nb\tc\rd", "a b c d", "a\\nb\\tc\\rd"},
      {"\x1b[31mred\x7f", "[31mred", "\\u001B[31mred\\u007F"},
      {std::string_view("a\0b", 3), "ab", "a\\u0000b"},
      {"\u009b2J", "2J", "\\u009B2J"},
      {"a\u2028b", "ab", "a\\u2028b"},
      {"abc\u202etxt", "abctxt", "abc\\u202Etxt"},
      {"zero\u200bwidth\ufeff", "zerowidth", "zero\\u200Bwidth\\uFEFF"},
      {"\U000e0041tag", "tag", "\\U000E0041tag"},
      {"a\xff", "a\ufffd", "a\ufffd"},
      {"[a](b) [c] (d)", "[a] (b) [c] (d)", "[a]\\u0028b) [c] (d)"},
      {"[a]\u200b(b)", "[a] (b)", "[a]\\u200B(b)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.escaped);
    CHECK(printable(row.text) == row.printable);
    CHECK(escaped(row.text) == row.escaped);
  }
}

TEST_CASE("a text is shortened by characters, with an ellipsis that counts as one") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "ab…");
  CHECK(shortened("éééé", 3) == "éé…");
  CHECK(shortened("abc", 1) == "…");
  CHECK(shortened("", 0) == "");
  CHECK(shortened("a\xff\xff\xff", 3) == "a\xff…");
}

TEST_CASE("blanks go from both ends, capitals of ASCII alone become small") {
  CHECK(trimmed(" \t a b\r\n") == "a b");
  CHECK(trimmed(" \n") == "");
  CHECK(lower_ascii("ÄBC-Z") == "Äbc-z");
  CHECK(upper_first("every hour") == "Every hour");
  CHECK(upper_first("30 minutes") == "30 minutes");
  CHECK(upper_first("") == "");
}
