#include "server/runs/journal.h"
#include "server/state/random_id.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/state/other_process.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <tuple>

using namespace unify_ls;
using namespace unify_ls::runs;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  TemporaryFolder folder;
  FakeClock clock;
  state::State state{folder.path()};
  Journal journal{state, clock};

  /// Long after the one before, so that the file is what knows of that.
  Begun begin(const Run& run, DuplicateCheck check = DuplicateCheck::refuse_same) {
    clock.passed += 1min;
    const auto result = journal.begin(run, check);
    REQUIRE(result);
    return *result;
  }

  Run found(std::string_view id) {
    const auto run = journal.find(id);
    REQUIRE(run);
    REQUIRE(*run);
    return **run;
  }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a run is written before it is sent, and comes back whole") {
  Run run = some_run();
  run.confirmation = "digest";
  CHECK(begin(run) == Begun::sending);
  const Run written = found(run.id);
  CHECK(written.origin == run.origin);
  CHECK(written.folder == run.folder);
  CHECK(written.component == run.component);
  CHECK(written.file == run.file);
  CHECK(written.branch == run.branch);
  CHECK(written.commit == run.commit);
  CHECK(written.inputs == run.inputs);
  CHECK(written.requested_at == run.requested_at);
  CHECK(written.confirmation == "digest");
  CHECK(written.outcome == RunOutcome::sending);
  CHECK_FALSE(written.ended);
  CHECK_FALSE(written.error);
  CHECK_FALSE(*journal.find("another"));
}

TEST_CASE_FIXTURE(Fixture, "how the sending ended is noted") {
  Run run = some_run();
  begin(run);
  run.outcome = RunOutcome::started;
  run.run_id = "r1";
  run.run_url = "https://u/r1";
  REQUIRE(journal.write(run));
  CHECK(found(run.id).outcome == RunOutcome::started);
  CHECK(found(run.id).run_id == "r1");
  CHECK(found(run.id).run_url == "https://u/r1");
  Run refused = some_run();
  begin(refused, DuplicateCheck::force);
  refused.outcome = RunOutcome::refused;
  refused.error = Error{ErrorKind::forbidden, "No."};
  REQUIRE(journal.write(refused));
  CHECK(found(refused.id).outcome == RunOutcome::refused);
  REQUIRE(found(refused.id).error);
  CHECK(found(refused.id).error->kind == ErrorKind::forbidden);
  CHECK(found(refused.id).error->message == "No.");
  const auto missing = journal.write(some_run());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::notFound);
}

TEST_CASE_FIXTURE(Fixture, "what is written adds to what is known and takes nothing away") {
  const Run run = some_run();
  begin(run);
  Run told = run;
  told.outcome = RunOutcome::started;
  told.run_id = "r1";
  told.run_url = "https://u/r1";
  told.status = "SUCCEEDED";
  told.reason = "all went well";
  told.commit = "fedcba";
  told.started_at = noon() + 3s;
  told.ended_at = noon() + 90s;
  told.ended = true;
  REQUIRE(journal.write(told));
  Run less = run;
  less.outcome = RunOutcome::started;
  less.commit.clear();
  REQUIRE(journal.write(less));
  const Run known = found(run.id);
  CHECK(known.status == "SUCCEEDED");
  CHECK(known.reason == "all went well");
  CHECK(known.started_at == noon() + 3s);
  CHECK(known.ended_at == noon() + 90s);
  CHECK(known.ended);
  CHECK(known.commit == "fedcba");
  CHECK(known.run_id == "r1");
  CHECK(known.run_url == "https://u/r1");
  CHECK(known.outcome == RunOutcome::started);
}

TEST_CASE_FIXTURE(Fixture, "runs are listed newest first, by folder and origin, up to a limit") {
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) {
    Run run = some_run();
    run.requested_at = noon() - 10min * i; // the clock was set back: the order of requests counts
    run.branch = std::to_string(i);
    run.folder = i == 2 ? "/home/other" : "/home/shop";
    run.origin = i == 3 ? "https://other" : "https://api.example.com";
    begin(run);
    ids.push_back(run.id);
  }
  const auto listed = [&](const RunFilter& filter) {
    std::vector<std::string> found;
    for (const Run& run : *journal.runs(filter)) found.push_back(run.id);
    return found;
  };
  using Ids = std::vector<std::string>;
  CHECK(listed({}) == Ids{ids[3], ids[2], ids[1], ids[0]});
  CHECK(listed({.folder = "/home/shop"}) == Ids{ids[3], ids[1], ids[0]});
  CHECK(listed({.folder = "/home/shop", .origin = "https://api.example.com"}) == Ids{ids[1], ids[0]});
  CHECK(listed({.limit = 1}) == Ids{ids[3]});
  CHECK(listed({.folder = "/work"}).empty());
}

TEST_CASE_FIXTURE(Fixture, "the same run is a duplicate within ten seconds, from any editor") {
  const Run first = some_run();
  begin(first);
  state::State other_state(folder.path());
  Journal other(other_state, clock);
  Run second = some_run();
  const auto at = [&](WallTime time) {
    second.requested_at = time;
    return *other.begin(second, DuplicateCheck::refuse_same);
  };
  CHECK(at(noon() + 10s) == Begun::duplicate);
  CHECK(at(noon() - 10s) == Begun::duplicate); // the clock was set back
  CHECK_FALSE(*journal.find(second.id));       // nothing was written
  CHECK((*other.recent_same(second))->id == first.id);
  CHECK(at(noon() + 10s + 1ms) == Begun::sending);
}

TEST_CASE_FIXTURE(Fixture, "what makes two runs the same") {
  using Change = void (*)(Run&);
  const std::vector<std::pair<Change, Begun>> rows = {
      {[](Run&) {}, Begun::duplicate},
      {[](Run& run) { run.commit = "other"; }, Begun::duplicate},
      {[](Run& run) { run.folder = "/home/clone"; }, Begun::duplicate},
      {[](Run& run) { std::swap(run.inputs[0], run.inputs[1]); }, Begun::duplicate},
      {[](Run& run) { run.component.component_id = "c2"; }, Begun::sending},
      {[](Run& run) { run.origin = "https://other"; }, Begun::sending},
      {[](Run& run) { run.branch = "dev"; }, Begun::sending},
      {[](Run& run) { run.file = "other.yml"; }, Begun::sending},
      {[](Run& run) { run.inputs[0].value = "production"; }, Begun::sending},
      {[](Run& run) { run.inputs[0].value = ""; }, Begun::sending},
      {[](Run& run) { run.inputs.pop_back(); }, Begun::sending},
      {[](Run& run) { run.inputs[0].value.reset(); }, Begun::sending},
  };
  begin(some_run());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    Run run = some_run();
    rows[i].first(run);
    CHECK(begin(run) == rows[i].second);
  }
}

TEST_CASE_FIXTURE(Fixture, "a refused run is no duplicate, and force starts one") {
  const Run first = some_run();
  begin(first);
  CHECK(begin(some_run(), DuplicateCheck::force) == Begun::sending);
  for (Run& run : *journal.runs({})) {
    run.outcome = RunOutcome::refused;
    REQUIRE(journal.write(run));
  }
  CHECK(begin(some_run()) == Begun::sending);
}

TEST_CASE_FIXTURE(Fixture, "values that may be secrets are not written, and do not tell runs apart") {
  Run first = some_run();
  first.inputs = {remembered_input("apiToken", "canary-1", ""),
                  remembered_input("who", "canary-2", "The password"),
                  remembered_input("plain", "shown", "A name")};
  begin(first);
  CHECK(found(first.id).inputs ==
        std::vector<RunInput>{{"apiToken", std::nullopt}, {"who", std::nullopt}, {"plain", "shown"}});
  Run second = some_run();
  second.inputs = {remembered_input("apiToken", "canary-3", ""),
                   remembered_input("who", "canary-4", "The password"),
                   remembered_input("plain", "shown", "A name")};
  CHECK(begin(second) == Begun::duplicate);
}

TEST_CASE_FIXTURE(Fixture, "texts that are no UTF-8 are kept readable") {
  Run run = some_run();
  run.inputs = {{"na\xffme", "val\xc3ue"}};
  begin(run);
  CHECK(found(run.id).inputs == std::vector<RunInput>{{"na\xef\xbf\xbdme", "val\xef\xbf\xbdue"}});
  run.id = state::random_id();
  CHECK(begin(run) == Begun::duplicate);
}

TEST_CASE_FIXTURE(Fixture, "a confirmation is good for one run, from whatever process") {
  Run run = some_run();
  run.confirmation = "digest";
  CHECK_FALSE(*journal.confirmation_used("digest"));
  begin(run);
  state::State other_state(folder.path());
  Journal other(other_state, clock);
  CHECK(*other.confirmation_used("digest"));
  Run again = some_run();
  again.confirmation = "digest";
  again.branch = "dev";
  const auto refused = other.begin(again, DuplicateCheck::force);
  REQUIRE(refused);
  CHECK(*refused == Begun::confirmation_used);
  again.confirmation = "another";
  CHECK(*other.begin(again, DuplicateCheck::force) == Begun::sending);
}

TEST_CASE_FIXTURE(Fixture, "a run whose sender was killed reads as unknown") {
  OtherProcess editor([&]() -> std::string {
    auto* its_state = new state::State(folder.path()); // never destroyed: it will be killed
    const Run run = some_run();
    return Journal(*its_state, clock).begin(run, DuplicateCheck::force) ? run.id : "";
  });
  REQUIRE_FALSE(editor.said().empty());
  CHECK(found(editor.said()).outcome == RunOutcome::sending);
  editor.kill();
  const Run abandoned = found(editor.said());
  CHECK(abandoned.outcome == RunOutcome::unknown);
  CHECK(abandoned.error->kind == ErrorKind::outcomeUnknown);
  CHECK(journal.runs({})->at(0).outcome == RunOutcome::unknown);
  CHECK(begin(some_run()) == Begun::duplicate); // it may have been started
}

TEST_CASE_FIXTURE(Fixture, "two processes that begin the same run: one goes on") {
  // Each holds the write lock from before it looks until it has written, so the order of the two does not
  // matter.
  REQUIRE(state.open());
  OtherProcess editor([&]() -> std::string {
    auto* its_state = new state::State(folder.path());
    const auto result = Journal(*its_state, clock).begin(some_run(), DuplicateCheck::refuse_same);
    return result && *result == Begun::sending ? "begun" : "not";
  });
  CHECK(editor.said() == "begun");
  CHECK(begin(some_run()) == Begun::duplicate);
}

TEST_CASE_FIXTURE(Fixture,
                  "a clock that was far ahead once erases nothing, and asks about its run once only") {
  Run ordinary = some_run();
  ordinary.branch = "dev";
  begin(ordinary);
  Run ahead = some_run();
  ahead.requested_at = noon() + std::chrono::years(70);
  begin(ahead);
  begin(ahead = some_run(), DuplicateCheck::force);
  CHECK(*journal.find(ordinary.id));
  CHECK(journal.runs({})->size() == 3);
  Run later = some_run();
  later.requested_at = noon() + 1min;
  CHECK(begin(later) == Begun::sending);
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set back does not switch the duplicate check off") {
  begin(some_run());
  Run again = some_run();
  again.requested_at = noon() - 1h;
  CHECK(begin(again) == Begun::duplicate);
  Run between = some_run();
  between.branch = "dev";
  between.requested_at = noon() - 1h;
  begin(between);
  again.requested_at = between.requested_at + duplicate_window;
  CHECK(begin(again) == Begun::duplicate);
  // By now the run of another branch tells that it was long enough ago.
  again.requested_at += 1ms;
  CHECK(begin(again) == Begun::sending);
}

TEST_CASE_FIXTURE(Fixture, "trying to write leaves nothing, and fails as the writing would") {
  Run run = some_run();
  run.confirmation = "digest";
  REQUIRE(journal.try_writing(run));
  CHECK(journal.runs({})->empty());
  CHECK(begin(run) == Begun::sending);
  run.id = state::random_id();
  CHECK(journal.try_writing(run)); // a used confirmation is no matter of writing
  const auto other = state::Database::open(state.file(), state::Database::Access::write);
  REQUIRE(other->run("BEGIN IMMEDIATE"));
  CHECK(message_of(journal.try_writing(run)).contains("kept locked"));
}

TEST_CASE_FIXTURE(Fixture, "where nothing can be written, this process remembers for itself") {
  REQUIRE(state.open());
  const auto other = state::Database::open(state.file(), state::Database::Access::write);
  REQUIRE(other->run("BEGIN IMMEDIATE"));
  Run run = some_run();
  run.confirmation = "digest";
  REQUIRE_FALSE(journal.begin(run, DuplicateCheck::refuse_same));
  CHECK_FALSE(*journal.confirmation_used("digest")); // nothing began
  CHECK(journal.begin_unwritten(run, DuplicateCheck::refuse_same) == Begun::sending);

  CHECK(*journal.confirmation_used("digest"));
  CHECK(journal.begin_unwritten(run, DuplicateCheck::force) == Begun::confirmation_used);
  run.confirmation = "another";
  CHECK((*journal.recent_same(run))->id == run.id);
  CHECK(journal.begin_unwritten(run, DuplicateCheck::refuse_same) == Begun::duplicate);
  CHECK(*journal.begin(run, DuplicateCheck::refuse_same) == Begun::duplicate);
  clock.passed += duplicate_window + 1ms;
  CHECK_FALSE(*journal.recent_same(run));
  CHECK(*journal.confirmation_used("digest"));

  REQUIRE(other->run("ROLLBACK"));
  CHECK(*journal.begin(run, DuplicateCheck::refuse_same) == Begun::sending);
  run.confirmation = "digest";
  CHECK(*journal.begin(run, DuplicateCheck::force) == Begun::confirmation_used);
}

TEST_CASE_FIXTURE(Fixture, "a run that was refused is no duplicate in memory either") {
  Run run = some_run();
  journal.begin_unwritten(run, DuplicateCheck::refuse_same);
  CHECK(*journal.recent_same(run));
  run.outcome = RunOutcome::refused;
  std::ignore = journal.write(run);
  CHECK_FALSE(*journal.recent_same(run));
}

TEST_CASE_FIXTURE(Fixture, "every kind of error comes back as it was written") {
  using enum ErrorKind;
  for (const ErrorKind kind :
       {noToken, tokenRejected, forbidden, notFound, notManual, invalidInputs, needsInput, duplicate,
        rateLimited, network, tls, proxy, timeout, platform, outcomeUnknown, secretStore, git, settings}) {
    Run run = some_run();
    begin(run, DuplicateCheck::force);
    run.error = Error{kind, "Why."};
    REQUIRE(journal.write(run));
    CHECK(protocol::name_of(found(run.id).error->kind) == protocol::name_of(kind));
  }
  const Run run = some_run();
  begin(run, DuplicateCheck::force);
  REQUIRE((*state.open())->run("UPDATE runs SET error_kind = 'ofANewerVersion' WHERE id = ?1", {run.id}));
  CHECK(found(run.id).error->kind == platform);
}

TEST_CASE_FIXTURE(Fixture, "no more than the newest runs are kept") {
  const Run first = some_run();
  const Run second = some_run();
  begin(first);
  begin(second, DuplicateCheck::force);
  for (int i = 2; i < max_kept_runs; ++i) begin(some_run(), DuplicateCheck::force);
  CHECK(*journal.find(first.id));
  begin(some_run(), DuplicateCheck::force);
  CHECK_FALSE(*journal.find(first.id));
  CHECK(*journal.find(second.id));
  CHECK(journal.runs({.limit = 2 * max_kept_runs})->size() == std::size_t{max_kept_runs});
}
