#include "server/language/code_actions.h"
#include "server/language/run_documents.h"
#include "server/language/runnables.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::language;

namespace {

using Titles = std::vector<std::string>;

Analysis document(const std::string& text, const std::string& folder = "/home/me") {
  const std::string path = folder + "/a.unify-run.yaml";
  return {"file://" + path, 1, text, path};
}

Titles titles(const Analysis& analysis) {
  Titles titles;
  for (const protocol::Command& command : run_document_commands(analysis)) titles.push_back(command.title);
  return titles;
}

} // namespace

TEST_CASE("what can be done with a run document names nothing but the document") {
  const Analysis analysis = document("# to be filled in\nworkflow: deploy.yaml\n");
  CHECK(titles(analysis) == Titles{"Run…", "Show the request", "Copy as curl", "Save as preset…"});
  for (const protocol::Command& command : run_document_commands(analysis)) {
    const boost::json::object& argument = command.arguments->front().get_object();
    CHECK(argument.at("document") == "file:///home/me/a.unify-run.yaml");
    CHECK(argument.size() == (argument.contains("dryRun") ? 2 : 1));
  }
  const auto lenses = run_document_lenses(analysis, documents::Encoding::utf16);
  CHECK(lenses.size() == 4);
  CHECK(lenses.front().range.start.line == 1);
  CHECK(titles(document("workflow: deploy.yaml\n", "/r/.cloudbees/presets")).size() == 3);
  CHECK(titles(document("")).size() == 4); // there is no line of weight yet
}

TEST_CASE("no other text and none that is too large is a run document") {
  CHECK(titles({"file:///r/a.yaml", 1, "workflow: deploy.yaml\n", "/r/a.yaml"}).empty());
  CHECK(titles(document(std::string(max_checked_bytes + 1, '#'))).empty());
  const Analysis unsaved("untitled:a.unify-run.yaml", 1, "workflow: a.yaml\n", "");
  CHECK(unsaved.run_head());
  CHECK(titles(unsaved).size() == 4);
}

TEST_CASE("the same can be chosen as code actions, which have no edit") {
  const Analysis analysis = document("workflow: deploy.yaml\n");
  const auto actions = code_actions(analysis, {}, {}, {}, {}, true);
  REQUIRE(actions.size() == 4);
  CHECK(actions.front().title == "Run…");
  CHECK(actions.front().command->command == "unify.workflow.run");
  CHECK_FALSE(actions.front().edit);
  CHECK(code_actions(analysis, {}, {}, {"quickfix"}, {}, true).empty());
}

TEST_CASE("what was learned counts for what the document still says, and for a while") {
  Runnables runnables;
  const SteadyTime now{};
  const Analysis before = document("workflow: deploy.yaml\n");
  const Analysis same = document("workflow: deploy.yaml\ninputs:\n");
  const Analysis other = document("workflow: deploy.yaml\nbranch: next\n");
  CHECK(runnables.known(before) == nullptr);
  runnables.keep(before, {.branch = "main"}, now);
  CHECK(runnables.known(same)->branch == "main");
  CHECK(runnables.known(other) == nullptr);
  CHECK(runnables.is_fresh(same, now + runnable_age - std::chrono::milliseconds(1)));
  CHECK_FALSE(runnables.is_fresh(same, now + runnable_age));
  CHECK(runnables.known(same) != nullptr);
  runnables.forget(before.uri());
  CHECK(runnables.known(before) == nullptr);
}
