#include "../../support/temp_repository.h"
#include "reading.h"
#include "server/language/features.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::language;
using documents::Encoding;
using Lines = std::vector<std::string>;

namespace {

const std::string body = "on:\n"
                         "  push:\n"
                         "  workflow_dispatch:\n"
                         "    inputs:\n"
                         "      version:\n"
                         "        type: string\n"
                         "jobs:\n"
                         "  build:\n"
                         "    outputs:\n"
                         "      tag: x\n"
                         "    steps:\n"
                         "      # one\n"
                         "      # two\n"
                         "      - name: Say 'é'\n"
                         "        uses: docker://alpine\n"
                         "        run: |\n"
                         "          # no comment\n"
                         "          # of YAML\n"
                         "      - uses: ./.cloudbees/actions/a\n"
                         "      - uses: cloudbees-io/checkout@v1\n"
                         "  call:\n"
                         "    uses: owner/repo/.cloudbees/workflows/b.yaml@main\n";

void write(const std::vector<protocol::DocumentSymbol>& symbols, const std::string& indent, Lines& lines) {
  for (const auto& symbol : symbols) {
    lines.push_back(fmt::format("{}{} {}", indent, symbol.name, symbol.range.start.line));
    write(symbol.children, indent + "  ", lines);
  }
}

} // namespace

TEST_CASE("symbols are triggers with their inputs and jobs with their steps") {
  const Analysis analysis = workflow_text(body);
  Lines lines;
  write(document_symbols(analysis, Encoding::utf16), "", lines);
  CHECK(lines == Lines{"push 3", "workflow_dispatch 4", "  version 6", "build 9", "  tag 11", "  Say 'é' 15",
                       "  ./.cloudbees/actions/a 20", "  cloudbees-io/checkout@v1 21", "call 22"});
  const auto flat = flat_symbols(analysis, Encoding::utf16);
  CHECK(flat.size() == lines.size());
  CHECK(flat[2].containerName == "workflow_dispatch");
  CHECK(document_symbols(Analysis("", 1, "a: b\n", "/r/a.yaml"), Encoding::utf16).empty());
}

TEST_CASE("what an alias or a merge repeats is one symbol, and a name from elsewhere is selected by its own "
          "begin") {
  const Analysis analysis =
      workflow_text("on:\n  workflow_dispatch: &t\n    inputs:\n      a: {type: string}\n"
                    "  workflow_call: *t\njobs:\n  b:\n    steps:\n"
                    "      - &s {name: One, uses: x}\n      - {<<: *s, id: two}\n");
  std::size_t inputs = 0;
  for (const auto& symbol : flat_symbols(analysis, Encoding::utf8)) inputs += symbol.name == "a" ? 1U : 0U;
  CHECK(inputs == 1);
  const auto check_inside = [](const auto& self,
                               const std::vector<protocol::DocumentSymbol>& symbols) -> void {
    for (const protocol::DocumentSymbol& symbol : symbols) {
      CAPTURE(symbol.name);
      CHECK(symbol.range.start.line <= symbol.selectionRange.start.line);
      CHECK(symbol.selectionRange.end.line <= symbol.range.end.line);
      self(self, symbol.children);
    }
  };
  check_inside(check_inside, document_symbols(analysis, Encoding::utf8));
}

TEST_CASE("entries, items, scripts and comments of several lines fold") {
  const Analysis analysis = workflow_text(body);
  Lines folds;
  for (const auto& fold : folding_ranges(analysis))
    folds.push_back(fmt::format("{}-{}{}", fold.startLine, fold.endLine, fold.kind ? " " + *fold.kind : ""));
  CHECK(folds == Lines{"2-7", "4-7", "5-7", "6-7", "8-23", "9-21", "10-11", "12-21", "13-14 comment", "15-19",
                       "17-19", "22-23"});
}

TEST_CASE("selections grow from the text to the whole file, whatever the place") {
  const Analysis analysis = workflow_text("jobs:\n  a: 'x y'\n");
  const std::string_view text = analysis.source().text();
  Lines selected;
  for (const auto span : selection_spans(analysis, text.find("x y") + 1))
    selected.emplace_back(analysis.source().text(span));
  CHECK(selected == Lines{"x y", "'x y'", "a: 'x y'", "jobs:\n  a: 'x y'",
                          std::string(header) + "jobs:\n  a: 'x y'", std::string(text)});
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const auto spans = selection_spans(analysis, at);
    REQUIRE_FALSE(spans.empty());
    for (std::size_t i = 1; i < spans.size(); ++i) CHECK(spans[i].size() > spans[i - 1].size());
  }
}

TEST_CASE("uses lead to the file that is there, and to GitHub") {
  const testing::TempRepositories folders;
  folders.init("r");
  folders.write("r/.cloudbees/actions/a/action.yml", "kind: action\n");
  const std::string path = folders.path("r/.cloudbees/workflows/a.yaml");
  const documents::Documents documents;
  Workspace workspace(documents);
  const Analysis analysis("file://" + path, 1, std::string(header) + body, path);
  Lines targets;
  for (const auto& link : document_links(analysis, workspace, Encoding::utf16))
    targets.push_back(link.target);
  CHECK(targets == Lines{"file://" + folders.path("r/.cloudbees/actions/a/action.yml"),
                         "https://github.com/cloudbees-io/checkout/tree/v1",
                         "https://github.com/owner/repo/blob/main/.cloudbees/workflows/b.yaml"});
}
