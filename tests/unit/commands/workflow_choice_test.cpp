#include "server/commands/workflow_choice.h"
#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

struct Fixture : ShopFixture {
  std::optional<ChosenWorkflow> choose(protocol::WorkflowRunArgs args, Form& form) {
    return must(come_to(choose_workflow(services.workspace, std::move(args), form)));
  }

  Error refused(std::string file) {
    Form form({});
    return come_to(choose_workflow(services.workspace, {.file = std::move(file)}, form)).error();
  }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a workflow is meant by its name, its path or its URI") {
  const std::string path = ".cloudbees/workflows/deploy.yaml";
  for (const std::string& file : {std::string("deploy.yaml"), path, repositories.path("shop/" + path),
                                  "file://" + repositories.path("shop/" + path)}) {
    CAPTURE(file);
    Form form({});
    const auto chosen = choose({.file = file}, form);
    REQUIRE(chosen);
    CHECK(chosen->listed.workflow.name == "Deploy");
    CHECK(chosen->place.checkout.branch == "main");
    CHECK(form.fields().empty());
  }
}

TEST_CASE_FIXTURE(Fixture, "what cannot be started by hand is said, with what may have been meant") {
  CHECK(refused("checks.yaml").kind == ErrorKind::notManual);
  const Error near = refused("deplyo.yaml");
  CHECK(near.kind == ErrorKind::notFound);
  CHECK(near.message.ends_with("Did you mean `deploy.yaml`?"));
}

TEST_CASE_FIXTURE(Fixture, "what can be started is offered, and another branch") {
  Form form({});
  CHECK_FALSE(choose({}, form));
  REQUIRE(form.fields().size() == 1);
  std::vector<std::string> values;
  for (const protocol::FormEntry& entry : *form.fields().front().type.entries) values.push_back(entry.value);
  CHECK(values == std::vector<std::string>{"deploy.yaml", "*"});

  Form elsewhere({{"file", json::value("*")}});
  CHECK_FALSE(choose({}, elsewhere));
  CHECK(elsewhere.missing() == std::vector<std::string>{"branch"});
  Form there({{"branch", json::value("main")}, {"file", json::value("deploy.yaml")}});
  CHECK(choose({}, there));
  Form nowhere({{"branch", json::value("no")}, {"file", json::value("deploy.yaml")}});
  CHECK_FALSE(choose({}, nowhere));
  CHECK(nowhere.first_error());
}

TEST_CASE_FIXTURE(Fixture, "of several folders all workflows are offered, by URI") {
  repositories.git("", {"clone", "-q", repositories.path("origin"), repositories.path("second")});
  services.workspace.folders.add(repositories.path("second"));
  Form form({});
  CHECK_FALSE(choose({}, form));
  const auto& entries = *form.fields().front().type.entries;
  REQUIRE(entries.size() == 3);
  CHECK(entries[1].value == "file://" + repositories.path("second/.cloudbees/workflows/deploy.yaml"));
  Form chosen({{"file", json::value(entries[1].value)}});
  CHECK(choose({}, chosen)->place.folder == repositories.path("second"));
  Form open({});
  CHECK_FALSE(choose({.file = "deploy.yaml"}, open));
  CHECK(open.missing() == std::vector<std::string>{"folder"});
}
