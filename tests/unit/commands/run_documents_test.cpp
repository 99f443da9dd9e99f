#include "server/base/file_uri.h"
#include "server/commands/run_documents.h"
#include "server/commands/run_plan.h"
#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

namespace fs = std::filesystem;
const std::string nightly = ".cloudbees/presets/nightly.unify-run.yaml";

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Fixture : ShopFixture {
  Result<RunPlan> plan(protocol::WorkflowRunArgs args, Form& form) {
    return come_to(plan_run(services, std::move(args), {}, form));
  }

  /// Opens a text in the editor, as no file has it.
  std::string open(const std::string& name, const std::string& text) {
    std::string uri = uri_of_path((folder.path() / name).string());
    rooms.documents().open(uri, 1, text);
    return uri;
  }

  workflow::Runnable runnable(const std::string& path, workflow::RunHead head) {
    return come_to(runnable_at(services.workspace, path, std::move(head)));
  }

  std::string refusal(const std::string& uri) {
    const auto read = read_document(services.workspace, uri);
    return read ? "" : read.error().message;
  }

  std::string shop = repositories.path("shop");
  std::string in_shop = "folder: " + shop + "\n";
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a run is what its document says, as it stands in the editor") {
  const std::string uri =
      open("a.unify-run.yaml", in_shop + "workflow: deploy.yaml\nbranch: main\ninputs:\n  target: 007\n");
  Form form({});
  const RunPlan plan = must(this->plan({.dryRun = true, .document = uri}, form));
  REQUIRE(plan.ready);
  CHECK(plan.ready->run.inputs == std::vector<runs::RunInput>{{"target", "007"}, {"count", "3"}});
  CHECK_FALSE(plan.complete.document);
  CHECK(plan.complete.file == ".cloudbees/workflows/deploy.yaml");
}

TEST_CASE_FIXTURE(Fixture, "a document consents to nothing, whoever calls and whatever is set") {
  const std::string uri = open("a.unify-run.yaml", in_shop + "workflow: deploy.yaml\ninputs:\n  target: x\n");
  Form confirmed({});
  CHECK_FALSE(must(plan({.confirmed = true, .document = uri}, confirmed)).ready);
  CHECK(confirmed.missing() == std::vector<std::string>{"confirmed"});
  Form chosen({{"confirmed", first_entry(confirmed.fields().back())}});
  const RunPlan ready = must(plan({.document = uri}, chosen));
  CHECK(ready.ready);
  CHECK(ready.consent.confirmation);
  // What was confirmed is not what the document says a moment later.
  rooms.documents().open(uri, 2, in_shop + "workflow: deploy.yaml\ninputs:\n  target: y\n");
  Form late({{"confirmed", first_entry(confirmed.fields().back())}});
  CHECK_FALSE(must(plan({.document = uri}, late)).ready);
}

TEST_CASE_FIXTURE(Fixture, "what a document lacks is asked for, and what it has wrong too") {
  const std::string uri =
      open("a.unify-run.yaml", in_shop + "workflow: deploy.yaml\ninputs:\n  target:\n  count: many\n");
  Form form({});
  CHECK_FALSE(must(plan({.document = uri}, form)).ready);
  CHECK(form.missing() == std::vector<std::string>{"inputs.target", "inputs.count"});
}

TEST_CASE_FIXTURE(Fixture, "a document of a repository is about that repository") {
  const std::string text = "workflow: deploy.yaml\ninputs:\n  target: x\n";
  repositories.write("shop/" + nightly, "folder: /elsewhere\n" + text);
  CHECK(refusal(uri_of_path(shop + "/" + nightly))
            .starts_with("`folder` does not count in a file of a repository"));
  CHECK(runnable(shop + "/" + nightly, {.folder = "/elsewhere"}).folder_problem.contains("does not count"));
  repositories.write("shop/" + nightly, text);
  CHECK(must(read_document(services.workspace, uri_of_path(shop + "/" + nightly))).folder == shop);
  CHECK(refusal(open("a.unify-run.yaml", "folder: here\nworkflow: a.yaml\n")).contains("an absolute path"));
  CHECK(refusal(open("a.unify-run.yaml", "folder: /\nworkflow: a.yaml\n")).contains("no git repository"));
}

TEST_CASE_FIXTURE(Fixture, "a link in a repository leads to no document that may name another one") {
  folder.write("nightly.unify-run.yaml", in_shop + "workflow: deploy.yaml\n");
  fs::create_directory_symlink(folder.path(), shop + "/.cloudbees/presets");
  CHECK(refusal(uri_of_path(shop + "/" + nightly)).contains("does not count in a file of a repository"));
  CHECK(execute(name::workflow_run, json::object{{"preset", "nightly"}}).error().kind ==
        ErrorKind::invalidInputs);
  CHECK(preset_names(shop).empty());
}

TEST_CASE_FIXTURE(Fixture, "what cannot be read is refused with a sentence") {
  CHECK(refusal("file:///nowhere/a.unify-run.yaml").starts_with("There is no run document"));
  CHECK(refusal("untitled:a.unify-run.yaml").starts_with("There is no run document"));
  CHECK(refusal(open("a.unify-run.yaml", "workflow: a.yaml\ninput: {}\n")) ==
        "a.unify-run.yaml: Line 2: \"input\" is not known in a run document. Did you mean \"inputs\"?");
  CHECK(refusal(open("a.unify-run.yaml", std::string(workflow::max_run_document_bytes + 1, '#')))
            .contains("is larger than 128 KiB"));
}

TEST_CASE_FIXTURE(Fixture, "what can be run is known where it can be told, and nothing is guessed") {
  const workflow::Runnable found = runnable("", {.folder = shop, .workflow = "deploy.yaml"});
  REQUIRE(found.workflow);
  CHECK(found.workflow->inputs.size() == 2);
  CHECK(found.branch == "main");
  CHECK(found.branches == std::vector<std::string>{"main"});
  CHECK(found.workflows == std::vector<std::string>{"deploy.yaml"});
  CHECK(found.may_name_folder);
  CHECK(runnable("", {.folder = shop, .workflow = "delpoy.yaml"}).workflow_problem ==
        "There is no workflow `delpoy.yaml` on origin/main. Did you mean `deploy.yaml`?");
  CHECK(runnable("", {.folder = shop, .workflow = "checks.yaml"}).workflow_problem.contains("by hand"));
  CHECK_FALSE(
      runnable("", {.folder = shop, .workflow = "deploy.yaml", .branch = "mian"}).branch_problem.empty());
}

TEST_CASE_FIXTURE(Fixture, "presets are offered beside the workflows and taken by name") {
  repositories.write("shop/" + nightly, "workflow: deploy.yaml\nbranch: main\ninputs:\n  target: night\n");
  repositories.write("shop/.cloudbees/presets/README.md", "");
  Form form({});
  CHECK_FALSE(must(plan({}, form)).ready);
  const protocol::FormField file = form.fields().front();
  std::vector<std::string> values;
  for (const protocol::FormEntry& entry : *file.type.entries) values.push_back(entry.value);
  CHECK(values == std::vector<std::string>{"deploy.yaml", nightly, "*"});
  CHECK((*file.type.entries)[1].description == "nightly (preset)");
  Form chosen({{"file", json::value(nightly)}});
  CHECK_FALSE(must(plan({}, chosen)).ready);
  CHECK(chosen.missing() == std::vector<std::string>{"confirmed"});
  CHECK(chosen.fields().back().description.contains("target: night"));

  const Result<Outcome> started =
      execute(name::workflow_run, json::object{{"preset", "nightly"}, {"confirmed", true}});
  CHECK(result_of<protocol::RunStarted>(started).inputs.at("target") == "night");
  CHECK(execute(name::workflow_run, json::object{{"preset", "../nightly"}}).error().kind ==
        ErrorKind::invalidInputs);
  CHECK(execute(name::workflow_run, json::object{{"preset", "gone"}}).error().kind == ErrorKind::notFound);
  CHECK(execute(name::workflow_run, json::object{{"preset", "nightly"}, {"file", "deploy.yaml"}})
            .error()
            .kind == ErrorKind::invalidInputs);
}

TEST_CASE_FIXTURE(Fixture, "a preset that cannot be used is asked for again, with the reason") {
  repositories.write("shop/" + nightly, "workflow: gone.yaml\n");
  Form form({{"file", json::value(nightly)}});
  CHECK_FALSE(must(plan({}, form)).ready);
  REQUIRE(form.fields().front().error);
  CHECK(form.fields().front().error->contains("There is no workflow `gone.yaml`"));
  repositories.write("shop/" + nightly, "workflo: gone.yaml\n");
  Form broken({{"file", json::value(nightly)}});
  CHECK_FALSE(must(plan({}, broken)).ready);
  CHECK(broken.fields().front().error->contains("Did you mean \"workflow\"?"));
}

TEST_CASE_FIXTURE(Fixture, "a draft holds what a form would begin with, for its owner alone") {
  client.shows_documents = true;
  const auto composed =
      result_of<protocol::RunComposed>(execute(name::run_compose, json::object{{"file", "deploy.yaml"}}));
  CHECK(composed.opened);
  CHECK(client.documents == std::vector<std::string>{composed.uri});
  CHECK(client.shown.empty());
  CHECK(fs::status(composed.path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(content_of(composed.path) ==
        "# A run of deploy.yaml. Nothing is started before you confirm it.\n" + in_shop +
            "workflow: deploy.yaml\nbranch: main\ninputs:\n  target:  # string, required\n"
            "  count: 3  # number\n");
  CHECK(execute(name::workflow_run, json::object{{"document", composed.uri}}).error().message ==
        "Input \"target\" needs a value.");
}

TEST_CASE_FIXTURE(Fixture, "a draft of an earlier run has its inputs, and no place for a secret") {
  CHECK(execute(name::workflow_run, complete_run()));
  const std::string id = must(services.runs.record().find(std::nullopt, shop)).id;
  const auto composed =
      result_of<protocol::RunComposed>(execute(name::run_compose, json::object{{"id", id}}));
  CHECK_FALSE(composed.opened);
  CHECK(client.shown.back().contains(composed.path));
  CHECK(content_of(composed.path).contains("  target: stage  # string\n"));
}

TEST_CASE_FIXTURE(Fixture, "a document is kept as a preset under a name that is free, without its folder") {
  const std::string uri =
      open("a.unify-run.yaml", in_shop + "workflow: deploy.yaml\ninputs:\n  target: it's\n");
  client.answers["name"] = [](const protocol::FormField& field) {
    return field.error ? json::value("nightly") : *field.default_;
  };
  repositories.write("shop/.cloudbees/presets/deploy.unify-run.yaml", "workflow: deploy.yaml\n");
  const auto saved =
      result_of<protocol::RunComposed>(execute(name::preset_save, json::object{{"document", uri}}));
  CHECK(saved.path == shop + "/" + nightly);
  CHECK(content_of(saved.path) == "workflow: deploy.yaml\ninputs:\n  target: 'it''s'  # string\n");
  CHECK(preset_names(shop) == std::vector<std::string>{"deploy", "nightly"});
  CHECK(execute(name::preset_save, json::object{{"document", uri}, {"name", "nightly"}}).error().kind ==
        ErrorKind::invalidInputs);
}

TEST_CASE_FIXTURE(Fixture, "a preset is never written through a link") {
  const std::string uri = open("a.unify-run.yaml", in_shop + "workflow: deploy.yaml\ninputs:\n  target: x\n");
  fs::create_directory_symlink(folder.path(), shop + "/.cloudbees/presets");
  const auto saved = execute(name::preset_save, json::object{{"document", uri}, {"name", "nightly"}});
  CHECK(saved.error().kind == ErrorKind::settings);
  CHECK_FALSE(fs::exists(folder.path() / "nightly.unify-run.yaml"));
}
