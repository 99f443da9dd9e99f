#include "tests/support/run_task.h"
#include "tests/unit/commands/services_fixture.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

constexpr const char* running = R"({"id": "r1", "status": "STARTED"})";
constexpr const char* ended = R"({"id": "r1", "status": "SUCCEEDED", "endedAt": "2026-03-01T12:00:00Z"})";

/// A started run to follow.
struct Fixture : ServicesFixture {
  state::JournalRun run = some_run();

  Fixture() {
    run.run_id = "r1";
    run.outcome = state::RunOutcome::started;
    run.commit.clear();
    REQUIRE(journal.begin(run, state::DuplicateCheck::force));
    REQUIRE(journal.finish(run.id, {.outcome = state::RunOutcome::started, .run_id = "r1"}));
  }

  Followed watch() { return run_task(follower.watch(run, nullptr)); }
};

/// Within the jitter of 5 %.
bool is_about(std::chrono::milliseconds wait, std::chrono::milliseconds meant) {
  return wait >= meant * 95 / 100 && wait <= meant * 105 / 100;
}

} // namespace

TEST_CASE_FIXTURE(Fixture, "the platform is asked less often the longer a run takes") {
  for (int i = 0; i < 200; ++i) transport.answer(200, running);
  transport.answer(200, ended);
  const Followed followed = watch();
  CHECK(followed.end == FollowEnd::run_ended);
  CHECK(followed.run.status == "SUCCEEDED");
  REQUIRE(clock.waits.size() == 201);
  std::chrono::milliseconds since{0};
  for (const auto wait : clock.waits) {
    CAPTURE(since.count());
    CHECK(is_about(wait, since < 1900ms ? 2s : since < 2min ? 5s : since < 30min ? 15s : 60s));
    since += wait;
  }
}

TEST_CASE_FIXTURE(Fixture, "a network that comes and goes is survived") {
  for (int round = 0; round < 5; ++round) {
    // Each question is asked twice where the connection failed.
    for (int i = 0; i < 2 * (failures_limit - 1); ++i) transport.fail(http::Trouble::connect, false);
    transport.answer(200, running);
  }
  transport.answer(200, ended);
  const Followed followed = watch();
  CHECK(followed.end == FollowEnd::run_ended);
  CHECK(followed.run.status == "SUCCEEDED");
}

TEST_CASE_FIXTURE(Fixture, "a network that stays away is not waited for forever") {
  for (int i = 0; i < 3 * failures_limit; ++i) transport.fail(http::Trouble::timeout, true);
  const Followed followed = watch();
  CHECK(followed.end == FollowEnd::given_up);
  REQUIRE(followed.error);
  CHECK(followed.error->kind == ErrorKind::timeout);
  CHECK(transport.requests.size() == failures_limit);
  CHECK(end_sentence(followed).find("cannot be followed here") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture,
                  "a token that ends midway, and a platform that forgets the run, end it and are said") {
  struct Row {
    int status;
    ErrorKind kind;
  };

  for (const Row row :
       {Row{401, ErrorKind::tokenRejected}, Row{403, ErrorKind::forbidden}, Row{404, ErrorKind::notFound}}) {
    CAPTURE(row.status);
    transport.answer(200, running).answer(row.status).answer(200, ended);
    const std::size_t before = transport.requests.size();
    const Followed followed = watch();
    CHECK(followed.end == FollowEnd::unreadable);
    CHECK(followed.run.status == "STARTED"); // as last known
    REQUIRE(followed.error);
    CHECK(followed.error->kind == row.kind);
    CHECK(transport.requests.size() == before + 2);
    CHECK(end_sentence(followed).find(followed.error->message) != std::string::npos);
    transport.answers.clear();
  }
}

TEST_CASE_FIXTURE(Fixture, "a wall clock that jumps changes nothing") {
  for (const auto jump : {std::chrono::hours(9), std::chrono::hours(-30), std::chrono::hours(24 * 400)}) {
    CAPTURE(jump.count());
    for (int i = 0; i < 20; ++i) transport.answer(200, running);
    transport.answer(200, ended);
    const std::size_t before = clock.waits.size();
    clock.on_wait = [&] {
      if (clock.waits.size() == before + 10) clock.adjusted += jump;
    };
    const Followed followed = watch();
    CHECK(followed.end == FollowEnd::run_ended);
    REQUIRE(clock.waits.size() == before + 21);
    CHECK(is_about(clock.waits[before], 2s));
    CHECK(is_about(clock.waits.back(), 5s));
  }
}

TEST_CASE_FIXTURE(Fixture, "a machine that slept asks again at once, and ends what no run can last") {
  transport.answer(200, running).answer(200, running).answer(200, ended);
  clock.on_wait = [&] { clock.passed += 9h; };
  CHECK(watch().end == FollowEnd::run_ended);
  CHECK(transport.requests.size() == 3);

  for (int i = 0; i < 20; ++i) transport.answer(200, running);
  clock.on_wait = [&] { clock.passed += 50h; };
  CHECK(watch().end == FollowEnd::given_up);
  CHECK(transport.requests.size() == 5);
}

TEST_CASE_FIXTURE(Fixture, "a platform that asks to slow down is obeyed, however long") {
  transport.answers.emplace_back(http::Response{.status = 429, .retry_after = 600s});
  transport.answer(200, ended);
  CHECK(watch().end == FollowEnd::run_ended);
  REQUIRE(clock.waits.size() == 2);
  CHECK(clock.waits[1] == 600s);
}
