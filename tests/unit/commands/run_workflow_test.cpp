#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

TEST_CASE_FIXTURE(ShopFixture, "a run is written down, sent once and followed to its end") {
  const auto outcome = execute(name::workflow_run, complete_run());
  const auto& started = result_of<protocol::RunStarted>(outcome);
  CHECK(started.runId == "r1");
  CHECK(started.commit == commit);
  const runs::Run run = must(runs.record().find(started.id, ""));
  CHECK(run.status == "SUCCEEDED");
  CHECK(run.ended);
  CHECK(run.component.component_id == "c1");
  CHECK(api.triggers.size() == 1);
  CHECK(outcome->started->id == *started.id);
}

TEST_CASE_FIXTURE(ShopFixture, "a dry run shows the request and sends nothing") {
  json::object arguments = complete_run();
  arguments.erase("confirmed");
  arguments["dryRun"] = true;
  CHECK(result_of<protocol::RunStarted>(execute(name::workflow_run, arguments)).outcome == "dryRun");
  CHECK(api.triggers.empty());
  CHECK(must(runs.journal().runs({})).empty());
}

TEST_CASE_FIXTURE(ShopFixture, "the same run moments later is asked about, and force insists") {
  CHECK(execute(name::workflow_run, complete_run()));
  CHECK(execute(name::workflow_run, complete_run()).error().kind == ErrorKind::duplicate);
  json::object again = complete_run();
  again["force"] = true;
  CHECK(execute(name::workflow_run, again));
  CHECK(api.triggers.size() == 2);
}

TEST_CASE_FIXTURE(ShopFixture, "without a token nothing begins") {
  store->tokens.clear();
  CHECK(execute(name::workflow_run, complete_run()).error().kind == ErrorKind::noToken);
  CHECK(api.triggers.empty());
  CHECK(must(runs.journal().runs({})).empty());
}

TEST_CASE_FIXTURE(ShopFixture, "what is refused or unknown is said, and the journal knows") {
  using State = platform::TriggerOutcome::State;
  SUBCASE("refused") {
    api.outcome = {.state = State::refused, .error = Error{ErrorKind::forbidden, "No."}};
    CHECK(execute(name::workflow_run, complete_run()).error().kind == ErrorKind::forbidden);
    CHECK(must(runs.record().find({}, "")).outcome == runs::RunOutcome::refused);
  }
  SUBCASE("unknown") {
    api.outcome = {.state = State::unknown, .error = Error{ErrorKind::outcomeUnknown, "Who knows."}};
    CHECK(execute(name::workflow_run, complete_run()).error().kind == ErrorKind::outcomeUnknown);
    CHECK(must(runs.record().find({}, "")).outcome == runs::RunOutcome::unknown);
  }
}

TEST_CASE_FIXTURE(ShopFixture,
                  "a token that may only start runs is told where to look, and nothing is followed") {
  CHECK(execute(name::component_select, json::object{{"componentId", "c1"}}));
  api.refuse("", ErrorKind::forbidden, 403);
  api.shown_run = fail(ErrorKind::forbidden, "No.");
  REQUIRE(come_to(services.platform.api.organizations()).error().kind ==
          ErrorKind::forbidden); // that is noted
  const auto outcome = execute(name::workflow_run, complete_run());
  const auto& started = result_of<protocol::RunStarted>(outcome);
  REQUIRE(started.notes);
  CHECK(started.notes->front().contains("cannot read runs"));
  CHECK_FALSE(runs.follower().follows(*started.id));
}

TEST_CASE_FIXTURE(ShopFixture, "a run again has the inputs of the first, and asks for what was withheld") {
  CHECK(execute(name::workflow_run, complete_run()));
  clock.passed += std::chrono::hours(1);
  const auto again =
      result_of<protocol::RunStarted>(execute(name::workflow_run_again, json::object{{"confirmed", true}}));
  CHECK(again.inputs.at("target") == json::value("stage"));
  CHECK(api.triggers.size() == 2);
  CHECK(execute(name::workflow_run_again, json::object{{"id", "none"}}).error().kind == ErrorKind::notFound);
}
