#include "server/runs/run.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::runs;

TEST_CASE("which inputs may be secrets") {
  struct Row {
    const char* name;
    const char* description;
    bool withheld;
  };

  for (const auto& [name, description, withheld] : std::initializer_list<Row>{
           {"environment", "Where to", false},
           {"DB_PASSWORD", "", true},
           {"x", "A personal access TOKEN", true},
           {"clientSecret", "", true},
           {"api_key", "", true},
           {"key", "The private key of the host", true},
           {"credentials", "", true},
           {"ssh-key", "", true},
           {"private_key", "", true},
           {"deployKey", "", true},
           {"host", "Its ssh-key, in one line", true},
           {"keyboard", "Its layout", false},
           {"pass", "which pass of the compiler", false},
       }) {
    CAPTURE(name);
    CHECK(remembered_input(name, "v", description).value.has_value() != withheld);
  }
}

TEST_CASE("outcomes have names, and names outcomes") {
  for (const RunOutcome outcome :
       {RunOutcome::sending, RunOutcome::started, RunOutcome::refused, RunOutcome::unknown})
    CHECK(run_outcome_from(name_of(outcome)) == outcome);
  CHECK_FALSE(run_outcome_from("other"));
}

TEST_CASE("how a run stands, and how following it ended, in a sentence") {
  Run run{.file = "deploy.yaml", .branch = "main", .requested_at = {}};
  CHECK(state_and_reason(run) == "starting");
  run.outcome = RunOutcome::refused;
  CHECK(state_and_reason(run) == "not started");
  run.outcome = RunOutcome::started;
  CHECK(state_and_reason(run) == "started");
  run.status = "FAILED";
  run.run_url = "https://unify.example.com/r1";
  CHECK(state_and_reason(run) == "failed");
  CHECK(end_sentence({.run = run}) == "deploy.yaml on main: failed. https://unify.example.com/r1");
  run.reason = "step\n3";
  CHECK(state_and_reason(run) == "failed (step 3)");
  CHECK(end_sentence({.run = run}) == "deploy.yaml on main: failed (step 3). https://unify.example.com/r1");
  CHECK(end_sentence({.run = run, .end = FollowEnd::given_up}) ==
        "The run of deploy.yaml on main cannot be followed here: it took too long. "
        "https://unify.example.com/r1");
}

TEST_CASE("what can be followed was started, has an id and goes on") {
  Run run{.requested_at = {}, .outcome = RunOutcome::started, .run_id = "r1"};
  CHECK(run.can_be_followed());
  SUBCASE("ended") { run.ended = true; }
  SUBCASE("without an id") { run.run_id.clear(); }
  SUBCASE("not known to be started") { run.outcome = RunOutcome::unknown; }
  CHECK_FALSE(run.can_be_followed());
}
