#include "protocol/utf8.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls::protocol;

TEST_CASE("only shortest forms of characters are UTF-8; of the rest every byte is replaced") {
  struct Row {
    std::string_view bytes;
    std::string_view repaired;
  };

  const std::vector<Row> wrong{
      {"\x80", "\ufffd"},
      {"a\xffz", "a\ufffdz"},
      {"\xc3", "\ufffd"},
      {"\xc0\xaf", "\ufffd\ufffd"},
      {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
      {"\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
      {"\xe2\x82", "\ufffd\ufffd"},
  };
  for (const Row& row : wrong) {
    CHECK_FALSE(is_utf8(row.bytes));
    CHECK(repaired_utf8(row.bytes) == row.repaired);
  }
  for (const std::string_view right : {"", "a", "é", "€", "😀", "\xf4\x8f\xbf\xbf"}) {
    CHECK(is_utf8(right));
    CHECK(repaired_utf8(right) == right);
  }
}

TEST_CASE("columns are counted in UTF-16 units") {
  struct Row {
    std::size_t units;
    std::size_t bytes;
  };

  const std::string_view line = "aé😀z"; // 1, 2, 4 and 1 bytes; 1, 1, 2 and 1 units
  for (const Row& row : std::vector<Row>{{0, 0}, {1, 1}, {2, 3}, {3, 3}, {4, 7}, {5, 8}, {99, 8}}) {
    CAPTURE(row.units);
    CHECK(utf8_offset(line, row.units) == row.bytes);
  }
}
