#include "server/state/token_dates.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::state;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto origin = "https://api.example.com";
constexpr auto day = std::chrono::days{1};

struct Fixture {
  TemporaryFolder folder;
  State state{folder.path()};
  State other_state{folder.path()};
  TokenDates dates{state};
  TokenDates others{other_state};
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "dates are kept for each origin, and replaced") {
  CHECK_FALSE(dates.find(origin)->has_value());
  REQUIRE(dates.save(origin, {noon(), noon() + 7 * day}));
  REQUIRE(dates.save("https://other", {noon() + 1s, std::nullopt}));
  CHECK((*others.find(origin))->saved_at == noon());
  CHECK((*others.find(origin))->expires_at == noon() + 7 * day);
  CHECK((*others.find("https://other"))->saved_at == noon() + 1s);
  CHECK_FALSE((*others.find("https://other"))->expires_at);
  REQUIRE(dates.save(origin, {noon() + day, std::nullopt}));
  CHECK_FALSE((*dates.find(origin))->expires_at);
  REQUIRE(dates.forget(origin));
  CHECK_FALSE(dates.find(origin)->has_value());
  CHECK(dates.find("https://other")->has_value());
}

TEST_CASE_FIXTURE(Fixture, "a token was saved recently for two minutes, by whatever process") {
  CHECK_FALSE(*others.saved_recently(origin, noon()));
  REQUIRE(dates.save(origin, {noon(), std::nullopt}));
  CHECK(*others.saved_recently(origin, noon()));
  CHECK(*others.saved_recently(origin, noon() + 2min));
  CHECK_FALSE(*others.saved_recently(origin, noon() + 2min + 1ms));
  CHECK_FALSE(*others.saved_recently("https://other", noon()));
}

TEST_CASE_FIXTURE(Fixture, "each save and each delete is a change that every process sees") {
  CHECK(*others.changes(origin) == 0);
  REQUIRE(dates.save(origin, {noon(), std::nullopt}));
  CHECK(*others.changes(origin) == 1);
  REQUIRE(dates.save(origin, {noon(), std::nullopt})); // the same moment, another token
  CHECK(*others.changes(origin) == 2);
  REQUIRE(dates.forget(origin));
  CHECK(*others.changes(origin) == 3);
  REQUIRE(dates.forget(origin)); // of a token that nothing was known of
  CHECK(*others.changes(origin) == 4);
  CHECK(*others.changes("https://other") == 0);
}

TEST_CASE_FIXTURE(Fixture, "an end is warned about from two days ahead, once a day, by one process") {
  const WallTime end = noon() + 7 * day;
  REQUIRE(dates.save(origin, {noon(), end}));
  CHECK_FALSE(*dates.warn_due(origin, noon()));
  CHECK_FALSE(*dates.warn_due(origin, end - 2 * day - 1s));
  CHECK(*dates.warn_due(origin, end - 2 * day) == end);
  CHECK_FALSE(*dates.warn_due(origin, end - 2 * day + 1h));
  CHECK_FALSE(*others.warn_due(origin, end - 2 * day + 1h));
  CHECK(*others.warn_due(origin, end - 2 * day + 12h) == end); // midnight has passed
  CHECK_FALSE(*dates.warn_due(origin, end - 2 * day + 13h));
  CHECK(*dates.warn_due(origin, end + 3 * day) == end); // it is over, and still there
}

TEST_CASE_FIXTURE(Fixture, "a new token is warned about again, one without an end never") {
  const WallTime end = noon() + day;
  REQUIRE(dates.save(origin, {noon(), end}));
  CHECK(*dates.warn_due(origin, noon()));
  REQUIRE(dates.save(origin, {noon(), end}));
  CHECK(*dates.warn_due(origin, noon()));
  REQUIRE(dates.save(origin, {noon(), std::nullopt}));
  CHECK_FALSE(*dates.warn_due(origin, noon() + 30 * day));
  CHECK_FALSE(*dates.warn_due("https://other", noon()));
}
