#include "server/base/time.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace std::chrono_literals;

TEST_CASE("times are read in every form of RFC 3339, and plain dates as 00:00 UTC") {
  struct Row {
    std::string_view text;
    std::string_view utc;
  };

  const std::vector<Row> rows{
      {"2027-01-31", "2027-01-31T00:00:00Z"},
      {"2027-01-31T08:09:10Z", "2027-01-31T08:09:10Z"},
      {"2027-01-31t08:09:10z", "2027-01-31T08:09:10Z"},
      {"2027-01-31 08:09:10Z", "2027-01-31T08:09:10Z"},
      {"2027-01-31T08:09:10.987654321Z", "2027-01-31T08:09:10Z"},
      {"2027-01-31T00:30:00+01:00", "2027-01-30T23:30:00Z"},
      {"2027-01-31T23:30:00-01:00", "2027-02-01T00:30:00Z"},
      {"2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
      {"1678-01-01", "1678-01-01T00:00:00Z"},
      {"2261-12-31T23:59:59Z", "2261-12-31T23:59:59Z"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto time = parse_time(row.text);
    REQUIRE(time);
    CHECK(to_rfc3339(*time) == row.utc);
  }
}

TEST_CASE("what is no time is none") {
  for (const std::string_view text : {"",
                                      "2027",
                                      "2027-1-31",
                                      "2027-02-29",
                                      "2027-13-01",
                                      "2027-00-01",
                                      "31.01.2027",
                                      "2027-01-31T",
                                      "2027-01-31T08:00",
                                      "2027-01-31T08:00:00",
                                      "2027-01-31T24:00:00Z",
                                      "2027-01-31T08:60:00Z",
                                      "2027-01-31T08:00:61Z",
                                      "2027-01-31T08:00:00.Z",
                                      "2027-01-31T08:00:00+1:00",
                                      "2027-01-31T08:00:00+24:00",
                                      "2027-01-31T08:00:00Zx",
                                      " 2027-01-31",
                                      "2027-01-31 ",
                                      "+027-01-31"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("years that a time cannot hold are none, instead of another year") {
  for (const std::string_view text :
       {"0000-01-01", "0001-01-01", "1600-01-01T00:00:00Z", "1677-01-01", "1677-12-31", "2262-01-01",
        "2262-04-12", "2300-01-01", "9999-12-31T23:59:59Z", "2261-12-31T23:59:59-01:00",
        "1678-01-01T00:00:00+00:01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("distances of time are told coarsely") {
  struct Row {
    std::chrono::seconds distance;
    std::string_view past;
    std::string_view future;
  };

  const std::vector<Row> rows{
      {1s, "just now", "in a moment"},      {5s, "5 s ago", "in 5 s"},
      {59s, "59 s ago", "in 59 s"},         {60s, "1 min ago", "in 1 min"},
      {3'599s, "59 min ago", "in 59 min"},  {1h, "1 hour ago", "in 1 hour"},
      {23h, "23 hours ago", "in 23 hours"}, {24h, "1 day ago", "in 1 day"},
      {240h, "10 days ago", "in 10 days"},
  };
  const WallTime now{1'800'000'000s};
  CHECK(relative_time(now, now) == "just now");
  for (const Row& row : rows) {
    CHECK(relative_time(now - row.distance, now) == row.past);
    CHECK(relative_time(now + row.distance, now) == row.future);
  }
}

TEST_CASE("a duration has the two units that matter") {
  CHECK(duration_text(-1s) == "0 s");
  CHECK(duration_text(59s) == "59 s");
  CHECK(duration_text(60s) == "1 min 0 s");
  CHECK(duration_text(3'599s) == "59 min 59 s");
  CHECK(duration_text(3'720s) == "1 h 2 min");
  CHECK(duration_text(86'400s) == "1 day 0 h");
  CHECK(duration_text(183'600s) == "2 days 3 h");
}
