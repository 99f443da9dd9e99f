#include "server/runs/sending.h"
#include "tests/support/run_task.h"
#include "tests/unit/commands/services_fixture.h"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>

using namespace unify_ls;
using namespace unify_ls::runs;
using namespace unify_ls::testing;

namespace {

/// A run that has begun in the journal and is sent.
struct Fixture : ServicesFixture {
  Run run = some_run();
  std::shared_ptr<Sending> sending;
  std::optional<Result<>> ended;

  Fixture() { REQUIRE(run_task(runs.record().begin(run, DuplicateCheck::force, false))); }

  void send() {
    sending = runs.send(run);
    sending->begin(services.platform.api,
                   {.component_id = "c1", .branch = "main", .file = "build.yml", .inputs = {}}, false, {});
    spawn(loop, log, "the test", wait());
    loop.run();
    REQUIRE(ended);
  }

  Task<> wait() {
    Result<> result = co_await sending->outcome();
    ended = std::move(result);
  }

  Run written() { return must(runs.record().find(run.id, "")); }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a run that was started is written down and told") {
  transport.answer(200, R"({"runId": "r1"})");
  send();
  CHECK(*ended);
  CHECK(sending->run().run_id == "r1");
  CHECK(sending->is_settled());
  CHECK(written().outcome == RunOutcome::started);
  CHECK(client.changes == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "whatever is thrown while it is sent, the caller is answered and the journal knows") {
  bool left = false;
  SUBCASE("before anything has left") {}
  SUBCASE("after that") { left = true; }
  transport.on_send = [&](const http::Request& request) {
    if (left) CHECK(request.recall->leave());
    throw std::runtime_error("a bug");
  };
  send();
  REQUIRE_FALSE(*ended);
  CHECK(ended->error().kind == (left ? ErrorKind::outcomeUnknown : ErrorKind::network));
  CHECK(written().outcome == (left ? RunOutcome::unknown : RunOutcome::refused));
  CHECK(transport.requests.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "an outcome that cannot be written is written as soon as it can be") {
  const auto other = state::Database::open(state.file(), state::Database::Access::write);
  REQUIRE(other);
  transport.on_send = [&](const http::Request&) { REQUIRE(other->run("BEGIN IMMEDIATE")); };
  transport.answer(200, R"({"runId": "r1"})");
  clock.on_wait = [&] {
    CHECK(written().outcome == RunOutcome::sending);
    if (clock.waits.size() == 5) REQUIRE(other->run("ROLLBACK"));
  };
  send();
  CHECK(*ended);
  CHECK(sending->is_settled());
  CHECK(clock.waits.size() == 5);
  CHECK(written().outcome == RunOutcome::started);
}

TEST_CASE_FIXTURE(Fixture, "a run that is not written down has nothing to be written to") {
  run = some_run();
  run.branch = "dev";
  run.written_down = false;
  transport.answer(200, R"({"runId": "r1"})");
  send();
  CHECK(*ended);
  CHECK(sending->is_settled());
  CHECK(clock.waits.empty());
  CHECK_FALSE(*runs.journal().find(run.id));
}
