#include "server/workflow/source_map.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls::workflow;

TEST_CASE("code points become lines and columns in bytes and in UTF-16 units") {
  //                         0123 4    5 6  7   8 9
  const SourceMap map("aé😀b\nc\r\nd\re");

  struct Row {
    std::size_t code_point;
    Position expected;
    std::size_t byte;
  };

  const Row rows[] = {
      {0, {0, 0, 0}, 0},  {1, {0, 1, 1}, 1},   {2, {0, 3, 2}, 3},   {3, {0, 7, 4}, 7},
      {4, {0, 8, 5}, 8},  {5, {1, 0, 0}, 9},   {6, {1, 1, 1}, 10},  {8, {2, 0, 0}, 12},
      {9, {2, 1, 1}, 13}, {10, {3, 0, 0}, 14}, {11, {3, 1, 1}, 15}, {99, {3, 1, 1}, 15},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code_point);
    CHECK(map.place(row.code_point).position == row.expected);
    CHECK(map.place(row.code_point).byte == row.byte);
    CHECK(map.position_of_byte(row.byte) == row.expected);
  }
}

TEST_CASE("lines end only where editors end them") {
  const SourceMap map("a\u2028b\u0085c");
  CHECK(map.place(4).position == Position{0, 7, 4});
}

TEST_CASE("positions are right far from the start of a long line") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "é";
  const SourceMap map(text);
  for (const unsigned i : {31U, 32U, 33U, 63U, 64U, 999U, 1000U}) {
    CAPTURE(i);
    CHECK(map.place(i).position == Position{0, 2 * i, i});
    CHECK(map.position_of_byte(std::size_t{2} * i) == Position{0, 2 * i, i});
  }
}

TEST_CASE("a text may be empty or no UTF-8 at all") {
  CHECK(SourceMap("").place(5).position == Position{});
  CHECK(SourceMap("\xff\xfe").place(2).position == Position{0, 2, 2});
}
