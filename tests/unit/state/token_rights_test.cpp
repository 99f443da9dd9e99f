#include "server/state/token_dates.h"
#include "server/state/token_rights.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::state;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto origin = "https://api.example.com";

struct Fixture {
  TemporaryFolder folder;
  State state{folder.path()};
  State other_state{folder.path()};
  TokenRights rights{state};
  TokenRights others{other_state};
  TokenDates dates{state};
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "whether a token may read is known to every process, for a day") {
  CHECK(*rights.may_read(origin, "1f", noon()) == std::nullopt);
  REQUIRE(rights.note(origin, "1f", false, noon()));
  CHECK(*others.may_read(origin, "1f", noon()) == false);
  CHECK(*others.may_read(origin, "1f", noon() + 24h - 1ms) == false);
  CHECK(*others.may_read(origin, "1f", noon() + 24h) == std::nullopt);
  CHECK(*others.may_read(origin, "2e", noon()) == std::nullopt); // another token
  CHECK(*others.may_read("https://other", "1f", noon()) == std::nullopt);
  REQUIRE(rights.note(origin, "1f", true, noon()));
  CHECK(*others.may_read(origin, "1f", noon()) == true);
}

TEST_CASE_FIXTURE(Fixture, "it is forgotten with the token") {
  REQUIRE(rights.note(origin, "1f", false, noon()));
  REQUIRE(dates.save(origin, {noon(), std::nullopt}));
  CHECK(*rights.may_read(origin, "1f", noon()) == std::nullopt);
  REQUIRE(rights.note(origin, "1f", false, noon()));
  REQUIRE(dates.forget(origin));
  CHECK(*others.may_read(origin, "1f", noon()) == std::nullopt);
  CHECK(*dates.changes(origin) == 2);
}
