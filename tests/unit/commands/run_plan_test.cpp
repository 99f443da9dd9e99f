#include "server/commands/run_plan.h"
#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

struct Fixture : ShopFixture {
  Result<RunPlan> plan(protocol::WorkflowRunArgs args, Form& form) {
    return come_to(plan_run(services, std::move(args), {}, form));
  }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a plan asks in order for what is not given") {
  Form nothing({});
  CHECK_FALSE(must(plan({}, nothing)).ready);
  CHECK(nothing.missing() == std::vector<std::string>{"file"});
  Form inputs({});
  CHECK_FALSE(must(plan({.file = "deploy.yaml"}, inputs)).ready);
  CHECK(inputs.missing() == std::vector<std::string>{"inputs.target", "inputs.count"});
  Form confirmation({});
  CHECK_FALSE(
      must(plan({.file = "deploy.yaml", .inputs = json::object{{"target", "x"}}}, confirmation)).ready);
  CHECK(confirmation.missing() == std::vector<std::string>{"confirmed"});
}

TEST_CASE_FIXTURE(Fixture, "what is ready is what will be sent, with what a person should know") {
  repositories.write("shop/.cloudbees/workflows/deploy.yaml",
                     "name: Other\non: {workflow_dispatch: {}}\njobs: {}\n");
  Form form({});
  const RunPlan plan = must(
      this->plan({.file = "deploy.yaml", .inputs = json::object{{"target", "x"}}, .dryRun = true}, form));
  REQUIRE(plan.ready);
  CHECK(plan.ready->run.branch == "main");
  CHECK(plan.ready->run.commit == commit);
  CHECK(plan.ready->run.component.component_id == "c1");
  CHECK(plan.ready->path == ".cloudbees/workflows/deploy.yaml");
  CHECK(plan.ready->run.inputs == std::vector<runs::RunInput>{{"target", "x"}, {"count", "3"}});
  CHECK(plan.ready->warns_of(RunWarning::Kind::modified));
  CHECK_FALSE(plan.ready->warns_of(RunWarning::Kind::no_journal));
  CHECK(plan.complete.branch == "main");
  CHECK(form.fields().empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "a protected branch, the same run and a journal that cannot be written are warned of") {
  client.settings = json::object{{"protectedBranches", json::array{"ma*"}}};
  CHECK(execute(name::workflow_run, complete_run()));
  const auto text = [&] {
    Form form({});
    REQUIRE(plan({.file = "deploy.yaml", .inputs = json::object{{"target", "stage"}}}, form));
    return form.fields().back().description;
  };
  CHECK(text().contains("main is a protected branch"));
  CHECK(text().contains("the same run was requested"));
  const auto other = must(state::Database::open(state.file(), state::Database::Access::write));
  REQUIRE(other.run("BEGIN IMMEDIATE"));
  CHECK(text().contains("cannot be written down"));
}

TEST_CASE_FIXTURE(Fixture, "the answer no is no, whatever else is open") {
  Form form({{"confirmed", json::value("cancel")}});
  const RunPlan plan = must(this->plan({}, form));
  CHECK(plan.declined);
  CHECK_FALSE(plan.ready);
}
