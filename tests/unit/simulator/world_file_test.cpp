#include "tests/simulator/model/world_file.h"

#include <doctest/doctest.h>

using namespace unify_ls::simulator;

TEST_CASE("a part that is given replaces that part alone") {
  World world = default_world();
  const Checked merged = merge_world(world, json::parse(R"({
    "components": [{"id": "c", "name": "n", "organizationId": "o", "workflowFiles": ["a.yaml"]}],
    "interface": {"v4Runs": false},
    "trigger": {"answer": "text"},
    "runs": {"byWorkflow": {"a.yaml": [{"status": "FAILED", "afterMs": 20}]}}})"));
  REQUIRE(merged.has_value());
  REQUIRE(world.components.size() == 1);
  CHECK(world.component("c")->workflow_files == std::vector<std::string>{"a.yaml"});
  CHECK(world.tokens.size() == default_world().tokens.size());
  CHECK(world.interface.v4_components);
  CHECK_FALSE(world.interface.v4_runs);
  CHECK(world.trigger_shape == TriggerShape::text);
  CHECK(world.steps_of("a.yaml").front().after == std::chrono::milliseconds(20));
  CHECK(world.steps_of("b.yaml").front().status == "PENDING");
}

TEST_CASE("a wrong world changes nothing and names the place") {
  struct Row {
    std::string_view text;
    std::string_view place;
  };

  const Row rows[] = {
      {R"([])", "world"},
      {R"({"component": []})", "component"},
      {R"({"components": {}})", "components"},
      {R"({"components": [], "tokens": [{"name": "a"}, {"name": 1}]})", "tokens[1].name"},
      {R"({"components": [], "tokens": [{"rights": "all"}]})", "tokens[0].rights"},
      {R"({"components": [], "trigger": {"answer": "?"}})", "trigger.answer"},
      {R"({"components": [], "runs": {"steps": [{"afterReads": -1}]}})", "steps[0].afterReads"},
      {R"({"components": [], "details": 1})", "details"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    World world = default_world();
    const Checked merged = merge_world(world, json::parse(row.text));
    REQUIRE_FALSE(merged.has_value());
    CHECK_MESSAGE(merged.error().find(row.place) != std::string::npos, merged.error());
    CHECK(world.components.size() == default_world().components.size());
  }
}

TEST_CASE("a step's short form") {
  CHECK(step_from_text("PENDING")->status == "PENDING");
  CHECK(step_from_text("STARTED@2")->after_reads == 2);
  CHECK(step_from_text("FAILED@500ms")->after == std::chrono::milliseconds(500));
  for (const std::string_view text : {"", "@1", "A@", "A@x", "A@1s", "A@ms", "A@-1"}) {
    CAPTURE(text);
    CHECK_FALSE(step_from_text(text).has_value());
  }
}
