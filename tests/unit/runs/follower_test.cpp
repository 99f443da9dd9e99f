#include "server/platform/rest.h"
#include "server/runs/runs.h"
#include "tests/support/run_task.h"
#include "tests/unit/platform/fake_platform.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::runs;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

const std::string origin = "https://api.example.com"; // as in some_run
constexpr const char* running = R"({"id": "r1", "status": "STARTED"})";
constexpr const char* ended = R"({"id": "r1", "status": "SUCCEEDED", "endedAt": "2026-03-01T12:00:00Z"})";

/// A clock whose wall time is set by somebody while it runs; durations are not moved by that.
class AdjustedClock final : public Clock {
 public:
  WallTime now() const override { return noon() + passed + adjusted; }

  SteadyTime steady() const override { return SteadyTime{} + passed; }

  Task<> wait(std::chrono::milliseconds duration) override {
    waits.push_back(duration);
    passed += duration;
    if (on_wait) on_wait();
    co_return;
  }

  std::chrono::milliseconds passed{0};
  std::chrono::milliseconds adjusted{0};
  std::vector<std::chrono::milliseconds> waits;
  std::function<void()> on_wait;
};

/// Remembers what it is told.
class RememberingAudience final : public Audience {
 public:
  void changed(const Run& run) override {
    changes.push_back(std::string(name_of(run.following)) + " " + run.status);
  }

  void runs_elsewhere(const Run& run, std::string_view shown) override {
    commits.push_back(std::string(shown) + " " + run.commit);
  }

  void lost(const Run& run) override { losses.push_back(run.following_lost); }

  void answered_late(const Run&) override {}

  void ended(const Followed& followed) override { ends.push_back(end_sentence(followed)); }

  Task<std::unique_ptr<Progress>> progress(const Run&, std::optional<boost::json::value>,
                                           std::function<void()>) override {
    co_return nullptr;
  }

  std::vector<std::string> changes;
  std::vector<std::string> commits;
  std::vector<std::string> losses;
  std::vector<std::string> ends;
};

/// One process that can follow: its view of the state file, its platform, and who listens there.
struct Process {
  Process(const TemporaryFolder& folder, AdjustedClock& the_clock) : state(folder.path()), clock(the_clock) {}

  state::State state;
  AdjustedClock& clock;
  asio::io_context loop{1};
  Log log{LogLevel::error, -1};
  TaskGroup tasks{loop, log};
  FakeTransport transport;
  platform::RestApi api{transport, clock, log, credentials::Patience::background};
  state::Components components{state};
  state::TokenDates token_dates{state};
  Leases leases{state};
  RememberingAudience audience;
  Runs runs{{.loop = loop,
             .log = log,
             .clock = clock,
             .tasks = tasks,
             .api = api,
             .state = state,
             .components = components,
             .token_dates = token_dates,
             .audience = audience,
             .ui_url = transport.base(),
             .origin = origin}};
  Follower& follower = runs.follower();

  Run written(const std::string& id) { return *must(runs.journal().find(id)); }
};

/// A started run, and two processes.
struct Fixture {
  TemporaryFolder folder;
  AdjustedClock clock;
  Process here{folder, clock};
  Process there{folder, clock};
  FakeTransport& transport = here.transport;
  Run run = some_run();

  Fixture() {
    run.commit.clear();
    REQUIRE(run_task(here.runs.record().begin(run, DuplicateCheck::force, false)));
    Run started = run;
    started.run_id = "r1";
    started.outcome = RunOutcome::started;
    here.runs.record().change(run, started);
    here.audience.changes.clear();
  }

  Followed watch(WhenLost when_lost = WhenLost::end) {
    return run_task(here.follower.watch(run, nullptr, when_lost));
  }

  void store_token(WallTime at) {
    REQUIRE(there.token_dates.save(origin, {.saved_at = at, .expires_at = {}}));
  }
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

TEST_CASE_FIXTURE(Fixture, "what cannot be read for a while is lost for everybody, and regained") {
  for (int i = 0; i < 2 * failures_until_lost; ++i) transport.fail(http::Trouble::connect, false);
  transport.answer(200, running).answer(200, ended);
  std::vector<std::string> seen_there;
  clock.on_wait = [&] {
    const std::string following(name_of(there.written(run.id).following));
    if (seen_there.empty() || seen_there.back() != following) seen_there.push_back(following);
  };
  CHECK(watch(WhenLost::wait).end == FollowEnd::run_ended);
  CHECK(seen_there == std::vector<std::string>{"elsewhere", "lost", "elsewhere"});
  CHECK(here.audience.losses.size() == 1);
  CHECK(here.audience.changes == std::vector<std::string>{"here ", "lost ", "here STARTED", "off SUCCEEDED"});
}

TEST_CASE_FIXTURE(Fixture, "a rejected token is not tried again; following goes on with the next one") {
  store_token(noon());
  transport.answer(401).answer(200, ended);
  std::size_t waits = 0;
  clock.on_wait = [&] {
    if (here.audience.losses.empty()) return;
    CHECK(transport.requests.size() == 1);
    if (++waits == 20) store_token(noon() + 1h);
  };
  const Followed followed = watch(WhenLost::wait);
  CHECK(waits >= 20);
  CHECK(followed.end == FollowEnd::run_ended);
  CHECK(followed.run.following_lost.empty());
  CHECK(there.written(run.id).status == "SUCCEEDED");
}

TEST_CASE_FIXTURE(Fixture, "a run that another process leads is followed by what that one writes down") {
  REQUIRE(*there.leases.take(run.id));
  Run led = run;
  int waits = 0;
  clock.on_wait = [&] {
    ++waits;
    Run news = run;
    news.status = "STARTED";
    if (waits == 3) there.runs.record().change(led, news);
    news.status = "FAILED";
    news.ended = true;
    if (waits == 5) there.runs.record().change(led, news);
  };
  const Followed followed = watch();
  CHECK(followed.end == FollowEnd::run_ended);
  CHECK(followed.run.status == "FAILED");
  CHECK(here.audience.changes == std::vector<std::string>{"elsewhere ", "elsewhere STARTED", "off FAILED"});
  CHECK(transport.requests.empty());
}

TEST_CASE_FIXTURE(Fixture, "when the leading process lets go, the next one asks") {
  REQUIRE(*there.leases.take(run.id));
  transport.answer(200, ended);
  int waits = 0;
  clock.on_wait = [&] {
    if (++waits == 2) REQUIRE(there.leases.release(run.id));
  };
  CHECK(watch().end == FollowEnd::run_ended);
  CHECK(transport.requests.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "looking takes no lease") {
  transport.answer(200, running);
  CHECK_FALSE(run_task(here.follower.look(run)));
  CHECK(run.status == "STARTED");
  CHECK(run.following == Following::off);
  CHECK(*there.leases.take(run.id));
  // Now that one asks, and looking reads what it wrote.
  CHECK_FALSE(run_task(here.follower.look(run)));
  CHECK(run.following == Following::elsewhere);
  CHECK(transport.requests.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a lease outlasts any wait, and goes back at the end") {
  transport.answers.emplace_back(http::Response{.status = 429, .retry_after = 4h});
  transport.answer(200, ended);
  clock.on_wait = [&] { CHECK_FALSE(*there.leases.take(run.id)); };
  CHECK(watch().end == FollowEnd::run_ended);
  CHECK(*there.leases.take(run.id));
}

TEST_CASE_FIXTURE(Fixture, "of two processes that start, one takes a run up") {
  here.follower.take_up(run.folder);
  there.follower.take_up(run.folder);
  CHECK(here.follower.follows(run.id));
  CHECK_FALSE(there.follower.follows(run.id));
}

TEST_CASE_FIXTURE(Fixture, "another commit than the one that was confirmed is told once") {
  run.commit = "abc";
  transport.answer(200, R"({"id": "r1", "status": "STARTED", "commitSha": "def"})");
  transport.answer(
      200, R"({"id": "r1", "status": "SUCCEEDED", "commitSha": "def", "endedAt": "2026-03-01T12:00:00Z"})");
  CHECK(watch().run.commit == "def");
  CHECK(here.audience.commits == std::vector<std::string>{"abc def"});
}
