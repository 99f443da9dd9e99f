#include "server/base/time.h"
#include "server/commands/token_end.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace std::chrono_literals;

namespace {

const WallTime now = *parse_time("2027-01-01T12:00:00Z");

/// The end as text, "unknown", or "!" for an error.
std::string shown(const Result<TokenEnd>& end) {
  if (!end) {
    CHECK(end.error().kind == ErrorKind::invalidInputs);
    return "!";
  }
  return end->at ? to_rfc3339(*end->at) : "unknown";
}

} // namespace

TEST_CASE("the end of a token is a number of days, or a time that is not past") {
  CHECK(shown(token_end({}, {}, now)) == "unknown");
  CHECK(shown(token_end(30, {}, now)) == "2027-01-31T12:00:00Z");
  CHECK(shown(token_end({}, "2027-01-31", now)) == "2027-01-31T00:00:00Z");
  CHECK(shown(token_end({}, " 2027-01-31T08:00:00+01:00 ", now)) == "2027-01-31T07:00:00Z");
  CHECK(shown(token_end(1, "2027-01-31", now)) == "!");
  for (const double days : {0.0, -1.0, 0.5, 3661.0, 1e300, std::numeric_limits<double>::infinity(),
                            std::numeric_limits<double>::quiet_NaN()}) {
    CAPTURE(days);
    CHECK(shown(token_end(days, {}, now)) == "!");
  }
  for (const char* text : {"", "soon", "2027-01-01T12:00:00Z", "2026-12-31", "2100-01-01", "9999-12-31"}) {
    CAPTURE(text);
    CHECK(shown(token_end({}, text, now)) == "!");
  }
}

TEST_CASE("a person writes either in one field") {
  CHECK(shown(token_end_from_text("7", now)) == "2027-01-08T12:00:00Z");
  CHECK(shown(token_end_from_text(" 2027-02-01 ", now)) == "2027-02-01T00:00:00Z");
  for (const char* text : {"", "0", "-7", "7 days", "7.5", "99999999999999", "tomorrow"}) {
    CAPTURE(text);
    CHECK(shown(token_end_from_text(text, now)) == "!");
  }
}

TEST_CASE("days left are the difference of the UTC dates") {
  const auto at = [](std::string_view text) { return *parse_time(text); };
  const WallTime stored = at("2026-03-01T23:59:59Z");
  CHECK(days_left(stored + std::chrono::days{30}, stored) == 30);
  CHECK(days_left(at("2026-03-31T00:00:00Z"), stored) == 30);
  CHECK(days_left(at("2026-03-02T00:00:00Z"), stored) == 1);
  CHECK(days_left(at("2026-03-01T23:59:59Z"), at("2026-03-01T00:00:00Z")) == 0);
  CHECK(days_left(at("2026-03-01T00:00:00Z"), at("2026-03-01T23:00:00Z")) ==
        0); // over, and still its last day
  CHECK(days_left(at("2026-03-01T23:59:59Z"), at("2026-03-02T00:00:00Z")) == -1);
}
