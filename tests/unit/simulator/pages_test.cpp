#include "tests/simulator/platform/pages.h"

#include <doctest/doctest.h>

#include <vector>

using namespace unify_ls::simulator;

TEST_CASE("numbered pages: 0 and 1 are the first, and the limit lowers the length") {
  struct Row {
    std::size_t total;
    std::uint32_t number, length, limit;
    std::size_t begin, end;
    bool last;
  };

  const Row rows[] = {{5, 0, 2, 100, 0, 2, false}, {5, 1, 2, 100, 0, 2, false}, {5, 3, 2, 100, 4, 5, true},
                      {5, 9, 2, 100, 5, 5, true},  {5, 1, 0, 3, 0, 3, false},   {5, 1, 50, 3, 0, 3, false},
                      {0, 1, 10, 10, 0, 0, true},  {4, 2, 2, 100, 2, 4, true},  {2, 1, 1, 0, 0, 1, false}};
  for (const Row& row : rows) {
    CAPTURE(row.total);
    CAPTURE(row.number);
    const Page page = numbered_page(row.total, row.number, row.length, row.limit);
    CHECK(page.begin == row.begin);
    CHECK(page.end == row.end);
    CHECK(page.last == row.last);
  }
}

TEST_CASE("following the cursors visits everything once") {
  for (std::size_t total = 0; total < 8; ++total) {
    for (std::uint32_t length = 1; length < 9; ++length) {
      std::size_t seen = 0;
      std::string token;
      do {
        const auto page = cursor_page(total, token, length, 1000);
        REQUIRE(page.has_value());
        CHECK(page->begin == seen);
        seen = page->end;
        token = page->next_token;
        CHECK(page->last == token.empty());
      } while (!token.empty());
      CHECK(seen == total);
    }
  }
}

TEST_CASE("a cursor that was never handed out is refused") {
  for (const std::string_view token :
       {"2", "cursor-", "cursor-0", "cursor-5", "cursor-99999999999", "cursor-1x"}) {
    CAPTURE(token);
    CHECK_FALSE(cursor_page(5, token, 2, 1000).has_value());
  }
}
