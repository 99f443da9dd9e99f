#include "server/base/time.h"
#include "server/http/date.h"

#include <doctest/doctest.h>

#include <optional>
#include <string_view>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::http;

TEST_CASE("Retry-After is a number of seconds or a date") {
  const WallTime now = *parse_time("2026-11-24T06:35:00Z");

  struct Row {
    std::string_view value;
    std::optional<long long> seconds;
  };

  const std::vector<Row> rows = {
      {"0", 0},
      {"120", 120},
      {"  7 ", 7},
      {"99999999999999999999", 86400},
      {"90000", 86400},
      {"Tue, 24 Nov 2026 06:36:30 GMT", 90},
      {"Tue, 24 Nov 2026 06:34:00 GMT", 0},
      {"Tue, 24 Nov 2037 06:34:00 GMT", 86400},
      {"", std::nullopt},
      {"soon", std::nullopt},
      {"-5", std::nullopt},
      {"1.5 minutes or so", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    const auto read = parse_retry_after(row.value, now);
    REQUIRE(read.has_value() == row.seconds.has_value());
    if (read) CHECK(read->count() == *row.seconds);
  }
}

TEST_CASE("HTTP dates are read, others are not") {
  CHECK(parse_http_date("Tue, 24 Nov 2026 06:35:00 GMT") == parse_time("2026-11-24T06:35:00Z"));
  CHECK_FALSE(parse_http_date("Tue, 24 Nov 9999 06:35:00 GMT"));
  CHECK_FALSE(parse_http_date("yesterday"));
  CHECK_FALSE(parse_http_date(""));
}
