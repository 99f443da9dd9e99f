#include "../../support/run_task.h"
#include "../../support/temp_repository.h"
#include "reading.h"
#include "server/base/file_uri.h"
#include "server/language/completion.h"
#include "server/language/navigation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace unify_ls;
using namespace unify_ls::language;
using Lines = std::vector<std::string>;

namespace {

const std::string called =
    "on:\n  workflow_call:\n    inputs:\n      where: {type: string}\n    outputs:\n      url: {value: x}\n";
const std::string caller =
    "on:\n  push:\njobs:\n  a:\n    environment: production\n    uses: ./.cloudbees/workflows/called.yaml\n"
    "    with:\n      where: ${{ secrets.WHERE }}\n  b:\n    needs: a\n    if: needs.a.outputs.url\n";

struct Folder {
  Folder() {
    folders.init("r");
    folders.write("r/.cloudbees/workflows/called.yaml", std::string(header) + called);
    folders.write("r/.cloudbees/workflows/caller.yaml", std::string(header) + caller);
  }

  std::string path(const std::string& name) const { return folders.path("r/.cloudbees/workflows/" + name); }

  std::shared_ptr<const Analysis> read(const std::string& name) { return neighbours.read(path(name)); }

  void open(const std::string& name, const std::string& body) {
    texts.documents().open(uri_of_path(path(name)), 1, std::string(header) + body);
  }

  workflow::Usage usage() { return testing::run_task(neighbours.usage(folders.path("r"))); }

  Lines places(const std::string& name, std::string_view before) {
    const auto analysis = read(name);
    const std::size_t at = analysis->source().text().find(before) + before.size();
    Lines lines;
    for (const PlacesIn& in : testing::run_task(navigation.places(analysis, at)))
      for (const auto* spans : {&in.declarations, &in.uses})
        for (const auto span : *spans)
          lines.push_back(in.analysis->path().substr(in.analysis->path().rfind('/') + 1) + ":" +
                          std::to_string(in.analysis->source().position(span.begin).line));
    return lines;
  }

  testing::TempRepositories folders;
  documents::Documents documents;
  Texts texts{documents};
  Neighbours neighbours{texts};
  Navigation navigation{neighbours, texts.workspace()};
};

} // namespace

TEST_CASE("what callers name is found in both files, from either side") {
  Folder folder;
  CHECK(folder.places("called.yaml", "      whe") == Lines{"called.yaml:5", "caller.yaml:9"});
  CHECK(folder.places("caller.yaml", "      whe") == Lines{"called.yaml:5", "caller.yaml:9"});
  CHECK(folder.places("called.yaml", "      ur") == Lines{"called.yaml:7", "caller.yaml:12"});
  CHECK(folder.places("caller.yaml", "outputs.u") == Lines{"called.yaml:7", "caller.yaml:12"});
  CHECK(folder.places("caller.yaml", "needs: ") ==
        Lines{"caller.yaml:5", "caller.yaml:11", "caller.yaml:12"});
  CHECK(folder.navigation.calls(folder.folders.path("r"), folder.path("caller.yaml"),
                                folder.path("called.yaml")));
  CHECK_FALSE(folder.navigation.calls(folder.folders.path("r"), folder.path("called.yaml"),
                                      folder.path("caller.yaml")));
}

TEST_CASE("an action that lies elsewhere and calls is a caller too, however it spells the path") {
  Folder folder;
  const std::string action = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: action\nname: x\nruns:\n"
                             "  using: composite\n  steps:\n    - uses: ";
  folder.folders.write("r/tools/a/action.yml", action + "./tools//b\n      with: {who: me}\n");
  folder.folders.write("r/tools/b/action.yml",
                       "inputs:\n  who: {}\n" + action + "docker://x\n      run: echo\n");
  folder.open("caller.yaml", "on: push\njobs:\n  a:\n    steps:\n      - uses: ./tools/a\n");
  const auto b = folder.neighbours.read(folder.folders.path("r/tools/b/action.yml"));
  REQUIRE(b != nullptr);
  const std::size_t at = b->source().text().find("who");
  const auto found = testing::run_task(folder.navigation.places(b, at));
  REQUIRE(found.size() == 2);
  CHECK(found[1].analysis->path() == folder.folders.path("r/tools/a/action.yml"));
  CHECK(found[1].uses.size() == 1);
}

TEST_CASE("where a caller's text is not followed, the name there is told as unclear") {
  Folder folder;
  folder.open("caller.yaml", caller + "  c:\n    needs: a\n    steps:\n      - uses: docker://a\n"
                                      "        run: \"a\xC2\x85  ${{ needs.a.outputs.url }}\"\n");
  const auto analysis = folder.read("called.yaml");
  const std::size_t at = analysis->source().text().find("      url") + 6;
  const auto found = testing::run_task(folder.navigation.places(analysis, at));
  REQUIRE(found.size() == 2);
  CHECK(found.front().unclear.empty());
  CHECK(found.back().uses.size() == 1);
  CHECK(found.back().unclear.size() == 1);
}

TEST_CASE("definitions lead to the file and to the name in it") {
  Folder folder;
  const auto analysis = folder.read("caller.yaml");
  const auto defined = [&](std::string_view before) {
    const std::size_t at = analysis->source().text().find(before) + before.size();
    const auto found = folder.navigation.definitions(analysis, at, documents::Encoding::utf16);
    return found.size() == 1 ? found[0].uri.substr(found[0].uri.rfind('/') + 1) + ":" +
                                   std::to_string(found[0].range.start.line)
                             : std::to_string(found.size());
  };
  CHECK(defined("./.cloudbees/work") == "called.yaml:0");
  CHECK(defined("      whe") == "called.yaml:5");
  CHECK(defined("needs: ") == "caller.yaml:5");
  CHECK(defined("secrets.WH") == "0");
}

TEST_CASE("an open text counts as it stands, and a file that has changed is read again") {
  Folder folder;
  CHECK(folder.usage().environments == workflow::Usage::Names{"production"});
  CHECK(folder.usage().secrets == workflow::Usage::Names{"WHERE"});
  folder.open("caller.yaml", "jobs:\n  a:\n    environment: staging\n    steps: []\n");
  CHECK(folder.usage().environments == workflow::Usage::Names{"staging"});
  CHECK(folder.places("called.yaml", "      whe") == Lines{"called.yaml:5"});
  folder.folders.write("r/.cloudbees/workflows/new.yaml",
                       std::string(header) + "jobs:\n  a:\n    environment: qa\n");
  CHECK(folder.usage().environments.contains("qa"));
}

TEST_CASE("a text that was opened again with the same version is another text") {
  Folder folder;
  folder.open("called.yaml", "on:\n  workflow_call:\n");
  const auto callable = [&folder] {
    return folder.texts.workspace().callable(folder.folders.path("r"), ".cloudbees/workflows/called.yaml");
  };
  CHECK(callable()->inputs.empty());
  folder.texts.documents().close(uri_of_path(folder.path("called.yaml")));
  folder.open("called.yaml", called);
  CHECK(callable()->inputs.size() == 1);
  CHECK(folder.read("called.yaml")->source().text().contains("where"));
}

TEST_CASE("a text that is too large to be kept is said to be") {
  Folder folder;
  folder.open("called.yaml", std::string(documents::max_document_bytes, '#'));
  const auto analysis = folder.read("called.yaml");
  REQUIRE(analysis != nullptr);
  const auto findings = folder.texts.findings(*analysis);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().code == workflow::Code::file_too_large);
}

TEST_CASE("a text that was never saved counts as a file") {
  Folder folder;
  folder.open("new.yaml", "jobs:\n  a:\n    steps:\n      - uses: docker://node:22\n");
  CHECK(folder.neighbours.paths(folder.folders.path("r")).size() == 3);
  CHECK(folder.usage().images == workflow::Usage::Names{"docker://node:22"});
  CHECK(folder.neighbours.paths(folder.folders.path("other")).empty());
}

TEST_CASE("a folder of ours that is a link is not followed out of the repository") {
  Folder folder;
  folder.folders.init("other");
  std::filesystem::create_directory_symlink(folder.folders.path("r/.cloudbees"),
                                            folder.folders.path("other/.cloudbees"));
  CHECK(folder.neighbours.paths(folder.folders.path("r")).size() == 2);
  CHECK(folder.neighbours.paths(folder.folders.path("other")).empty());
}

TEST_CASE("an offer is written for the client: snippets and Markdown only where it has them") {
  const Analysis analysis = workflow_text("permissions:\n  id\n");
  const auto list = [&](CompletionForm form) {
    return completions(analysis, {3, 4}, workflow::NoSources(), {}, form).items;
  };
  const auto plain = list({});
  REQUIRE(plain.size() == 3);
  const auto id_token = std::ranges::find(plain, "id-token", &protocol::CompletionItem::label);
  REQUIRE(id_token != plain.end());
  CHECK(id_token->textEdit.newText == "id-token: write");
  CHECK(id_token->insertTextFormat == 1);
  CHECK(id_token->documentation->kind == "plaintext");
  CHECK(id_token->textEdit.range.start.character == 2);
  const auto snippets = list({.snippets = true, .markdown = true, .insert_modes = true});
  const auto other = std::ranges::find(snippets, "id-token", &protocol::CompletionItem::label);
  CHECK(other->textEdit.newText == "id-token: ${1|write,none,read|}");
  CHECK(other->insertTextFormat == 2);
  CHECK(other->insertTextMode == 1);
}

TEST_CASE("several lines: as they stand, or as a snippet where the editor indents them as the first one is") {
  const auto item = [](const std::string& text, protocol::Position at, const char* label,
                       CompletionForm form) {
    const Analysis analysis = workflow_text(text);
    const auto items = completions(analysis, at, workflow::NoSources(), {}, form).items;
    const auto found = std::ranges::find(items, label, &protocol::CompletionItem::label);
    REQUIRE(found != items.end());
    return *found;
  };
  const CompletionForm indenting{.snippets = true};

  const std::string key = "jobs:\n  a:\n    outp\n";
  CHECK(item(key, {4, 8}, "outputs", {}).textEdit.newText == "outputs:\n      ");
  CHECK(item(key, {4, 8}, "outputs", indenting).textEdit.newText == "outputs:\n  ");
  CHECK(item(key, {4, 8}, "outputs", indenting).insertTextFormat == 2);
  CHECK(item(key, {4, 8}, "outputs", {.snippets = true, .insert_modes = true}).insertTextFormat == 1);

  const std::string step = "jobs:\n  a:\n    steps:\n      - \n";
  CHECK(item(step, {5, 8}, "step: check out", indenting).textEdit.newText ==
        "name: Check out\n  uses: cloudbees-io/checkout@v1");
  // An editor moves the line first, and then indents as it stands.
  const std::string deep = "jobs:\n  a:\n    steps: []\n        \n";
  CHECK(item(deep, {5, 8}, "outputs", indenting).textEdit.newText == "outputs:\n  ");
}
