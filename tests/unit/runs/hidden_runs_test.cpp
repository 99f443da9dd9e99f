#include "server/runs/journal.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/state/other_process.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::runs;
using namespace unify_ls::testing;

TEST_CASE("a hidden run is off the lists and counts for everything else") {
  const TemporaryFolder folder;
  const FakeClock clock;
  state::State state{folder.path()};
  Journal journal{state, clock};
  Run run = some_run();
  run.confirmation = "digest";
  REQUIRE(journal.begin(run, DuplicateCheck::refuse_same));
  REQUIRE(journal.hide(run.id));
  CHECK(journal.runs({})->empty());
  CHECK(journal.find(run.id)->has_value());
  CHECK(*journal.confirmation_used("digest"));
  CHECK_FALSE(journal.hide("another"));
}
