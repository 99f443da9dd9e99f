#include "server/runs/journal.h"
#include "server/runs/leases.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/state/other_process.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::runs;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

/// A started run, and two daemons that could follow it.
struct Fixture {
  TemporaryFolder folder;
  state::State state{folder.path()};
  state::State other_state{folder.path()};
  FakeClock clock;
  Journal journal{state, clock};
  Leases leases{state};
  Leases others{other_state};
  Run run = some_run();

  Fixture() {
    REQUIRE(journal.begin(run, DuplicateCheck::force));
    run.outcome = RunOutcome::started;
    run.run_id = "r1";
    REQUIRE(journal.write(run));
  }

  std::size_t unfollowed_by_others() {
    const auto runs = others.unfollowed(run.folder, run.origin, noon() - 96h);
    REQUIRE(runs);
    return runs->size();
  }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "one process follows a run, until it gives the lease back") {
  CHECK(*leases.take(run.id));
  CHECK(*leases.take(run.id)); // renewed
  CHECK_FALSE(*others.take(run.id));
  REQUIRE(others.release(run.id)); // not theirs to give back
  CHECK_FALSE(*others.take(run.id));
  REQUIRE(leases.release(run.id));
  CHECK(*others.take(run.id));
  CHECK_FALSE(*leases.take(run.id));
}

TEST_CASE_FIXTURE(Fixture, "everybody sees who follows a run, and that following was lost") {
  const auto following = [&](Journal& view) { return (*view.find(run.id))->following; };
  Journal other_journal{other_state, clock};
  CHECK(following(journal) == Following::off);
  CHECK(*leases.take(run.id));
  CHECK(following(journal) == Following::here);
  CHECK(following(other_journal) == Following::elsewhere);
  REQUIRE(leases.mark_lost(run.id, "The token was rejected."));
  CHECK(following(journal) == Following::lost);
  CHECK((*other_journal.find(run.id))->following_lost == "The token was rejected.");
  CHECK_FALSE(*others.take(run.id)); // it is still the first one that will go on
  REQUIRE(leases.mark_lost(run.id, ""));
  CHECK(following(other_journal) == Following::elsewhere);
  REQUIRE(leases.release(run.id));
  CHECK(following(other_journal) == Following::off);
}

TEST_CASE_FIXTURE(Fixture, "the lease of a killed process is free at once") {
  OtherProcess daemon([&]() -> std::string {
    auto* its_state = new state::State(folder.path()); // never destroyed: it will be killed
    const auto taken = Leases(*its_state).take(run.id);
    return taken && *taken ? "taken" : "not";
  });
  CHECK(daemon.said() == "taken");
  CHECK_FALSE(*others.take(run.id));
  CHECK(unfollowed_by_others() == 0);
  daemon.kill();
  CHECK(unfollowed_by_others() == 1);
  CHECK(*others.take(run.id));
}

TEST_CASE_FIXTURE(Fixture, "a run that is not in the journal can be followed") {
  CHECK(*leases.take("unwritten"));
}

TEST_CASE_FIXTURE(Fixture, "what a daemon that starts takes up") {
  CHECK(unfollowed_by_others() == 1);
  SUBCASE("not what another follows") {
    CHECK(*leases.take(run.id));
    CHECK(unfollowed_by_others() == 0);
    CHECK(leases.unfollowed(run.folder, run.origin, noon())->size() == 1); // that one does
  }
  SUBCASE("not what has ended") {
    run.ended = true;
    REQUIRE(journal.write(run));
    CHECK(unfollowed_by_others() == 0);
  }
  SUBCASE("not what never started") {
    run.outcome = RunOutcome::unknown;
    REQUIRE(journal.write(run));
    CHECK(unfollowed_by_others() == 0);
  }
  SUBCASE("not what no id is known of") {
    Run nameless = some_run();
    REQUIRE(journal.begin(nameless, DuplicateCheck::force));
    nameless.outcome = RunOutcome::started;
    REQUIRE(journal.write(nameless));
    CHECK(unfollowed_by_others() == 1);
  }
  SUBCASE("not what is of another folder, another origin or long ago") {
    CHECK(others.unfollowed("/home/other", run.origin, noon())->empty());
    CHECK(others.unfollowed(run.folder, "https://other", noon())->empty());
    CHECK(others.unfollowed(run.folder, run.origin, noon() + 1s)->empty());
  }
  SUBCASE("the run comes whole") {
    const auto runs = others.unfollowed(run.folder, run.origin, noon());
    CHECK(runs->at(0).id == run.id);
    CHECK(runs->at(0).run_id == "r1");
    CHECK(runs->at(0).inputs == run.inputs);
  }
}
