#include "server/runs/record.h"
#include "server/state/random_id.h"
#include "tests/support/run_task.h"
#include "tests/unit/commands/services_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::runs;
using namespace unify_ls::testing;

namespace {

/// A run that is being sent, and the other process that may lock the file.
struct Fixture : ServicesFixture {
  Record& record = runs.record();
  Run run = some_run();
  state::Database other = opened();

  Fixture() {
    run.origin = "https://api.cloudbees.io";
    REQUIRE(begin(run, false));
  }

  state::Database opened() {
    must(state.open());
    return must(state::Database::open(state.file(), state::Database::Access::write));
  }

  Result<Begun> begin(Run& which, bool may_be_unwritten) {
    return run_task(record.begin(which, DuplicateCheck::refuse_same, may_be_unwritten));
  }

  Run started() const {
    Run now = run;
    now.outcome = RunOutcome::started;
    now.run_id = "r1";
    return now;
  }

  Run written() { return must(record.find(run.id, "")); }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a change is written and told, and what is no change is neither") {
  int written_calls = 0;
  record.change(run, started(), [&] { ++written_calls; });
  CHECK(run.outcome == RunOutcome::started);
  CHECK(written().run_id == "r1");
  CHECK(client.changes == 1);
  CHECK(written_calls == 1);
  record.change(run, run);
  CHECK(client.changes == 1);

  Run ended = run;
  ended.ended = true;
  ended.following = Following::here;
  record.change(run, ended);
  CHECK(run.following == Following::off);
  CHECK(written().ended);
  CHECK(client.changes == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "what cannot be written is told at once, and written when it can be: the newest of it") {
  REQUIRE(other.run("BEGIN IMMEDIATE"));
  int written_calls = 0;
  record.change(run, started(), [&] { ++written_calls; });
  Run running = run;
  running.status = "STARTED";
  record.change(run, running);
  CHECK(client.changes == 2);
  CHECK(written().outcome == RunOutcome::sending);
  CHECK(written_calls == 0);
  clock.on_wait = [&] {
    if (clock.waits.size() == 3) REQUIRE(other.run("ROLLBACK"));
  };
  loop.run();
  CHECK(written().outcome == RunOutcome::started);
  CHECK(written().status == "STARTED");
  CHECK(written_calls == 1);
  CHECK(tasks.running() == 0);
}

TEST_CASE_FIXTURE(Fixture, "where the journal cannot be written a run begins only for who accepts that") {
  REQUIRE(other.run("BEGIN IMMEDIATE"));
  Run next = some_run();
  next.branch = "dev";
  CHECK_FALSE(begin(next, false));
  CHECK(next.written_down);
  REQUIRE(begin(next, true));
  CHECK_FALSE(next.written_down);
  next.id = state::random_id();
  CHECK(*begin(next, true) == Begun::duplicate);
}

TEST_CASE_FIXTURE(Fixture,
                  "the run that is meant: by its id, else the newest of a folder, else of this machine") {
  Run elsewhere = some_run();
  elsewhere.origin = run.origin;
  elsewhere.folder = "/home/other";
  elsewhere.branch = "dev";
  REQUIRE(begin(elsewhere, false));
  CHECK(must(record.find(run.id, "/home/other")).id == run.id);
  CHECK(must(record.find({}, run.folder)).id == run.id);
  CHECK(must(record.find({}, "")).id == elsewhere.id);
  CHECK_FALSE(record.find({}, "/home/third"));
  CHECK(message_of(record.find("none", "")).contains("No run `none`"));
  CHECK(message_of(record.find("", "")).contains("No run ``"));
}

TEST_CASE_FIXTURE(Fixture, "one process leads, and everybody hears of it") {
  record.change(run, started());
  CHECK(run_task(record.lead(run)));
  CHECK(run.following == Following::here);
  CHECK(client.changes == 2);
  CHECK(written().following == Following::here);
  record.let_go(run.id);
  CHECK(written().following == Following::off);
  CHECK(record.take_unfollowed(run.folder, run.requested_at).size() == 1);
  CHECK(written().following == Following::here);
}
