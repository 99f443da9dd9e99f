#include "tests/simulator/model/runs.h"

#include <doctest/doctest.h>

using namespace unify_ls::simulator;
using std::chrono::milliseconds;

namespace {

const Time start{milliseconds(1'767'323'045'678)};

Run& start_run(Runs& runs, const World& world) {
  return runs.start(world, world.components.front(), "deploy.yaml", "main", {}, start);
}

Step step(std::string status, std::optional<std::uint32_t> reads, std::optional<milliseconds> after) {
  return {.status = std::move(status), .message = "", .after_reads = reads, .after = after, .ended = false};
}

} // namespace

TEST_CASE("a run of the default world moves with each reading") {
  const World world = default_world();
  Runs runs;
  const std::string id = start_run(runs, world).id;
  for (const std::string_view expected : {"PENDING", "STARTED", "SUCCEEDED", "SUCCEEDED"}) {
    const Run* run = runs.read(id, start + milliseconds(5));
    REQUIRE(run);
    CHECK(run->now.status == expected);
    CHECK(run->ended.has_value() == (expected == "SUCCEEDED"));
  }
}

TEST_CASE("steps go by readings or by time, whichever comes first, and in order") {
  const Steps steps = {step("A", {}, {}), step("B", 3, milliseconds(100)), step("C", {}, milliseconds(50)),
                       step("D", 5, {})};
  CHECK(step_at({}, 9, milliseconds(9)).status == "PENDING");
  CHECK(step_at(steps, 0, milliseconds(0)).status == "A");
  CHECK(step_at(steps, 0, milliseconds(99)).status == "A"); // B holds back C
  CHECK(step_at(steps, 3, milliseconds(0)).status == "B");
  CHECK(step_at(steps, 3, milliseconds(50)).status == "C");
  CHECK(step_at(steps, 0, milliseconds(100)).status == "C");
  CHECK(step_at(steps, 5, milliseconds(100)).status == "D");
}

TEST_CASE("a run that a test holds does not move, and one that is forgotten is gone") {
  const World world = default_world();
  Runs runs;
  Run& run = start_run(runs, world);
  runs.hold(run, step("PAUSED", {}, {}), start);
  CHECK(runs.read(run.id, start)->now.status == "PAUSED");
  CHECK(runs.read(run.id, start)->now.status == "PAUSED");
  runs.hold(run, step("ABORTED", {}, {}), start);
  CHECK(run.ended == start);
  runs.hold(run, step("STARTED", {}, {}), start);
  CHECK_FALSE(run.ended.has_value());
  run.forgotten = true;
  CHECK(runs.read(run.id, start) == nullptr);
  CHECK(runs.find(run.id) == &run);
}

TEST_CASE("times are written as the platform writes them") {
  CHECK(rfc3339(start) == "2026-01-02T03:04:05.678Z");
}
