#include "server/workflow/hover/hover.h"
#include "server/workflow/reader.h"
#include "server/workflow/run_document/run_document.h"
#include "tests/unit/workflow/completion/support.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

/// What can be run where the documents of these tests say.
struct Shop : NoSources {
  Shop() {
    can_run.workflow =
        read_workflow("apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: Deploy\n"
                      "on:\n  workflow_dispatch:\n    inputs:\n"
                      "      environment:\n        type: choice\n        description: Where to\n"
                      "        options: [staging, production, 'null']\n        default: staging\n"
                      "      version:\n        required: true\n"
                      "      dry-run:\n        type: boolean\n"
                      "      count:\n        type: number\n        default: 3\n",
                      "deploy.yaml");
    can_run.branch = "main";
    can_run.workflows = {"deploy.yaml", "smoke.yaml"};
    can_run.branches = {"main", "release/1.0"};
  }

  const Runnable* runnable() const override { return &can_run; }

  Runnable can_run;
};

Labels offered(const std::string& text, const Shop& shop = {}) {
  const CursorText at(text);
  const SourceTree source(at.text);
  Labels labels;
  for (const Offer& offer :
       complete(read_model(source, FileKind::run_document), at.byte, shop, Usage{}).offers)
    labels.push_back(offer.label);
  return labels;
}

std::string after_taking(const std::string& text, std::string_view label) {
  const CursorText at(text);
  const SourceTree source(at.text);
  const Completion completion =
      complete(read_model(source, FileKind::run_document), at.byte, Shop(), Usage{});
  for (const Offer& offer : completion.offers)
    if (offer.label == label) return accepted(at.text, completion, offer);
  return "nothing like that is offered";
}

Labels said(const std::string& text, const Sources& sources) {
  const SourceTree source(text);
  Labels messages;
  for (const Finding& finding : check(read_model(source, FileKind::run_document), sources))
    messages.push_back(fmt::format("{} {}: {}", source.position(finding.span.begin).line,
                                   name_of(finding.code), finding.message));
  return messages;
}

std::string hovered(const std::string& text) {
  const CursorText at(text);
  const SourceTree source(at.text);
  const auto hover = hover_at(read_model(source, FileKind::run_document), at.byte, Shop(), {});
  return hover ? hover->text : "";
}

std::string error_of(const std::string& text) {
  const auto read = read_run_document(SourceTree(text));
  return read ? "" : read.error();
}

} // namespace

TEST_CASE("a run document is known by its name") {
  CHECK(is_run_document_name("/a/b.unify-run.yaml"));
  CHECK(is_run_document_name("file:///a/b.unify-run.yaml"));
  CHECK_FALSE(is_run_document_name("/a/.unify-run.yaml"));
  CHECK_FALSE(is_run_document_name("/a/b.unify-run.yml"));
  CHECK(kind_of_file(SourceTree("kind: workflow\n"), ".cloudbees/presets/a.unify-run.yaml") ==
        FileKind::run_document);
}

TEST_CASE("values are texts as they were written, and nothing is null") {
  const auto read = read_run_document(
      SourceTree("workflow: deploy.yaml\nbranch: 1.0\ninputs:\n  a: 007\n  b: yes\n  c:\n  d: ''\n  e: ~\n"
                 "  f: |\n    two\n    lines\n  g: 1e3\n"));
  REQUIRE(read);
  CHECK(read->head == RunHead{.folder = "", .workflow = "deploy.yaml", .branch = "1.0"});
  CHECK(read->inputs == GivenInputs{{"a", "007"},
                                    {"b", "yes"},
                                    {"c", std::monostate()},
                                    {"d", ""},
                                    {"e", std::monostate()},
                                    {"f", "two\nlines\n"},
                                    {"g", "1e3"}});
}

TEST_CASE("a document that says something wrong by itself is not run") {
  CHECK(error_of("workflow: a.yaml\ninput:\n  a: b\n") ==
        "Line 2: \"input\" is not known in a run document. Did you mean \"inputs\"?");
  CHECK(error_of("workflow: a.yaml\ncomponent: c\n").starts_with("Line 2: \"component\" is not known"));
  CHECK(error_of("workflow: a.yaml\ninputs:\n  a: [b]\n").starts_with("Line 3: \"a\" is a text"));
  CHECK(error_of("workflow: a.yaml\ninputs:\n  a: b\n  a: c\n").contains("stands here twice"));
  CHECK(error_of("workflow: a.yaml\n---\nworkflow: b.yaml\n").starts_with("Line 2: "));
  CHECK(error_of("workflow: \"a.yaml\n").contains("never closed"));
  CHECK(error_of("branch: main\n").contains("needs `workflow`"));
  CHECK(error_of("workflow:\n").contains("needs the name of a workflow"));
  CHECK(error_of("workflow: ../other/.cloudbees/workflows/a.yaml\n").contains("without a path"));
  CHECK(error_of("").contains("needs `workflow`"));
  CHECK(error_of("- a\n").contains("is a mapping"));
}

TEST_CASE("inputs are held against the workflow, in the words of forms") {
  CHECK(said("workflow: deploy.yaml\ninputs:\n  version: 1\n", Shop()).empty());
  CHECK(said("workflow: deploy.yaml\ninputs:\n  enviroment: staging\n  count: many\n  version:\n", Shop()) ==
        Labels{"2 run-input: There is no input \"enviroment\". Did you mean \"environment\"?",
               "3 run-input: Input \"count\" must be a decimal number such as 3 or -1.5, not \"many\".",
               "4 run-input: Input \"version\" needs a value."});
  CHECK(said("workflow: deploy.yaml\n", Shop()) == Labels{"0 run-input: Input \"version\" needs a value."});
  CHECK(said("workflow: deploy.yaml\n", NoSources()).empty());
  Shop elsewhere;
  elsewhere.can_run = {.workflow_problem = "There is no such workflow."};
  CHECK(said("branch: main\nworkflow: gone.yaml\n", elsewhere) ==
        Labels{"1 run-place: There is no such workflow."});
}

TEST_CASE("what can be run is offered") {
  CHECK(offered("▮") == Labels{"workflow", "branch", "inputs"});
  Shop draft;
  draft.can_run.may_name_folder = true;
  CHECK(offered("workflow: a.yaml\n▮", draft) == Labels{"branch", "inputs", "folder"});
  CHECK(offered("workflow: ▮\n") == Labels{"deploy.yaml", "smoke.yaml"});
  CHECK(offered("workflow: deploy.yaml\nbranch: ▮\n") == Labels{"main", "release/1.0"});
  CHECK(offered("workflow: deploy.yaml\ninputs:\n  ▮\n") ==
        Labels{"version", "environment", "dry-run", "count"});
  CHECK(offered("workflow: deploy.yaml\ninputs:\n  version: 1\n  ▮\n") ==
        Labels{"environment", "dry-run", "count"});
  CHECK(offered("inputs:\n  environment: ▮\n") == Labels{"staging", "production", "null"});
  CHECK(offered("inputs:\n  dry-run: ▮\n") == Labels{"true", "false"});
  CHECK(offered("inputs:\n  count: ▮\n") == Labels{"3"});
  CHECK(after_taking("inputs:\n  environment: nu▮\n", "null") == "inputs:\n  environment: 'null'\n");
  CHECK(after_taking("workflow: deploy.yaml\n  bra▮\n", "branch") == "nothing like that is offered");
  CHECK(after_taking("workflow: deploy.yaml\ninputs:\nver▮\n", "version") == "nothing like that is offered");
}

TEST_CASE("hovers say what an input is and what a key does") {
  CHECK(hovered("inputs:\n  environ▮ment: staging\n") ==
        "`environment` · choice, default `staging`\n\nWhere to\n* `staging`\n* `production`\n* `null`");
  CHECK(hovered("workflow: dep▮loy.yaml\n") ==
        "**Deploy** on `main`\n\nInputs: `environment` `version` `dry-run` `count`");
  CHECK(hovered("wor▮kflow: deploy.yaml\n").starts_with("**workflow** · "));
}
