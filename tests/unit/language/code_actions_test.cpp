#include "reading.h"
#include "server/language/code_actions.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::language;
using workflow::Finding;
using Titles = std::vector<std::string>;

namespace {

Titles titles(const std::vector<protocol::CodeAction>& actions) {
  Titles all;
  for (const auto& action : actions) all.push_back(action.title);
  return all;
}

struct Example {
  Example() {
    findings.front().fixes = {replace(findings.front(), "eins")};
    findings.back().fixes = {replace(findings.back(), "zwei"), replace(findings.back(), "drei", false)};
  }

  std::vector<protocol::CodeAction> actions(std::size_t at, const std::vector<std::string>& only = {}) const {
    return code_actions(analysis, findings, {at, at}, only, {}, true);
  }

  Analysis analysis = workflow_text("ein: 1\nzwo: 2\n");
  std::vector<Finding> findings{finding_at(analysis, "ein"), finding_at(analysis, "zwo")};
};

} // namespace

TEST_CASE("the fixes of the finding under the cursor come first, then what silences it") {
  const Example example;
  const auto actions = example.actions(example.findings.back().span.end);
  CHECK(titles(actions) ==
        Titles{"Write zwei", "Write drei", "Ignore key-unknown here", "Ignore key-unknown in this file"});
  CHECK(actions[0].isPreferred == true);
  CHECK_FALSE(actions[1].isPreferred.has_value());
  CHECK(actions[0].diagnostics->front().code == "key-unknown");
  const protocol::TextDocumentEdit& edit = actions[0].edit->documentChanges->front();
  CHECK(edit.textDocument.version == 3);
  CHECK(edit.edits.front().newText == "zwei");
  CHECK(edit.edits.front().range.start.line == 3);
  CHECK(example.actions(0).empty());
}

TEST_CASE("fix all takes the sure fixes, and only when it is asked for") {
  const Example example;
  for (const char* kind : {"source.fixAll.unify", "source.fixAll", "source"}) {
    const auto actions = example.actions(0, {kind});
    REQUIRE(actions.size() == 1);
    CHECK(actions[0].edit->documentChanges->front().edits.size() == 2);
  }
  CHECK(example.actions(example.findings[0].span.begin, {"refactor"}).empty());
  CHECK(example.actions(0, {"source.organizeImports"}).empty());
}

TEST_CASE("sure fixes that get into each other's way are not both taken") {
  Example example;
  Finding& second = example.findings.back();
  second.fixes = {
      {.title = "Both",
       .edits = {{.span = example.findings.front().span, .text = "x"}, {.span = second.span, .text = "y"}}}};
  const auto edits = all_sure_edits(example.findings);
  REQUIRE(edits.size() == 1);
  CHECK(edits[0].text == "eins");
}

TEST_CASE("a client without versioned edits gets plain ones") {
  const Example example;
  const auto actions =
      code_actions(example.analysis, example.findings, example.findings.front().span, {}, {}, false);
  CHECK(actions[0].edit->changes->begin()->first == example.analysis.uri());
  CHECK_FALSE(actions[0].edit->documentChanges);
}

TEST_CASE("a file that is too large has no comments that could silence that") {
  Example example;
  example.findings.front().code = workflow::Code::file_too_large;
  CHECK(titles(example.actions(example.findings.front().span.begin)) == Titles{"Write eins"});
}
