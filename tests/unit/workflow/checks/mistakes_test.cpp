#include "tests/unit/workflow/checks/corpus.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

constexpr std::string_view before_mark = "--- before\n";
constexpr std::string_view after_mark = "--- after\n";

/// One file of tests/corpus/mistakes: what is expected, a text with one mistake, and the text after its fix.
///
///     file: its path in a repository
///     finding: SEVERITY CODE, the range in bytes, and in UTF-16 units; lines and columns from 0
///     message: what is said
///     related: another place, and what is said there
///     tag: unnecessary or deprecated
///     fix: what the fix is called, and whether "fix all" takes it
struct Mistake {
  std::string path;
  std::string text;
};

Mistake read_mistake(std::string_view content) {
  constexpr std::string_view file = "file: ";
  REQUIRE(content.starts_with(file));
  Mistake mistake;
  mistake.path = content.substr(file.size(), content.find('\n') - file.size());
  std::string_view text = content.substr(content.find(before_mark) + before_mark.size());
  text = text.substr(0, text.find(after_mark));
  mistake.text = text;
  return mistake;
}

std::string range_shown(const SourceTree& source, Span span) {
  const Range range = source.range(span);
  return fmt::format("{}:{}-{}:{} utf16 {}:{}-{}:{}", range.start.line, range.start.utf8, range.end.line,
                     range.end.utf8, range.start.line, range.start.utf16, range.end.line, range.end.utf16);
}

/// The whole file as it should be.
std::string written(const Mistake& mistake, const SourceTree& source, const Finding& finding) {
  std::string text =
      fmt::format("file: {}\nfinding: {} {} {}\nmessage: {}\n", mistake.path, severity_name(finding.severity),
                  name_of(finding.code), range_shown(source, finding.span), finding.message);
  for (const RelatedPlace& place : finding.related)
    text += fmt::format("related: {} {}\n", range_shown(source, place.span), place.message);
  if (finding.tag)
    text += fmt::format("tag: {}\n", *finding.tag == Tag::deprecated ? "deprecated" : "unnecessary");
  for (const Fix& fix : finding.fixes)
    text += fmt::format("fix: {}{}\n", fix.title, fix.sure ? " (sure)" : "");
  text += fmt::format("{}{}", before_mark, mistake.text);
  for (const Fix& fix : finding.fixes) text += fmt::format("{}{}", after_mark, applied(mistake.text, fix));
  return text;
}

bool updates() { return std::getenv("UNIFY_LS_UPDATE_CORPUS") != nullptr; }

} // namespace

TEST_CASE("each mistake has the one finding that is expected, and its fix is one") {
  std::set<std::string_view> found;
  for (const auto& file : files_below(corpus("mistakes"))) {
    CAPTURE(file.filename().string());
    const std::string content = content_of(file);
    const Mistake mistake = read_mistake(content);
    const SourceTree source(mistake.text);
    const auto findings = findings_in(source, mistake.path);
    CAPTURE(shown(source, findings));
    CHECK(findings.size() == 1);
    if (findings.size() != 1) continue;
    const Finding& finding = findings.front();
    found.insert(name_of(finding.code));
    CHECK(file.stem().string().starts_with(name_of(finding.code)));
    const std::string expected = written(mistake, source, finding);
    if (updates()) std::ofstream(file, std::ios::binary) << expected;
    CHECK(content == expected);
    for (const Fix& fix : finding.fixes) {
      const SourceTree after(applied(mistake.text, fix));
      CHECK_FALSE(after.refusal());
      const auto left = findings_in(after, mistake.path);
      CAPTURE(shown(after, left));
      for (const Finding& other : left) CHECK(other.message != finding.message);
    }
  }
  for (const std::string_view code : code_names()) {
    CAPTURE(code);
    const bool by_size = code == "file-too-large"; // too large to be kept as a file
    CHECK(found.contains(code) == !by_size);
  }
}

TEST_CASE("a file that is too large is not read") {
  const SourceTree source("apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n" +
                          std::string(max_yaml_bytes, '#'));
  const auto findings = findings_in(source, ".cloudbees/workflows/large.yaml");
  REQUIRE_FALSE(findings.empty());
  CHECK(name_of(findings.front().code) == "file-too-large");
  CHECK(findings.front().severity == Severity::information);
}

TEST_CASE("what is wrong at thousands of places is told a hundred times") {
  std::string text =
      "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\non:\n  workflow_dispatch:\njobs:\n";
  for (int i = 0; i < 1000; ++i) text += fmt::format("  job{}: {{needs: nothing, steps: []}}\n", i);
  const SourceTree source(text);
  const auto findings = findings_in(source, ".cloudbees/workflows/many.yaml");
  CHECK(findings.size() == max_findings);
  CHECK(source.position(findings.back().span.begin).line < 60);
}

TEST_CASE("of what is too much for one file a word is said, and of the rest only where it was read") {
  const std::string head = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: x\n"
                           "on: {push: }\njobs: {a: {steps: [{uses: docker://a, run: echo}]}}\n";
  std::string values = head + "env: [";
  for (std::size_t i = 0; i < max_yaml_nodes; ++i) values += "a,";
  values += ']';
  std::string merges = head + "env: &e {a: b}\nmetadata:\n";
  for (std::size_t i = 0; i <= max_merge_keys; ++i) merges += fmt::format("  k{}: {{<<: *e}}\n", i);
  std::string expressions = head + "env:\n";
  for (std::size_t i = 0; i <= max_file_expressions / 2; ++i)
    expressions += fmt::format("  k{}: ${{{{ vars.a }}}}${{{{ vars.b }}}}\n", i);

  struct Row {
    std::string text;
    std::string_view says;
  };

  for (const Row& row : {Row{values, "values"}, Row{merges, "merges"}, Row{expressions, "expressions"}}) {
    CAPTURE(row.says);
    const SourceTree source(row.text);
    const auto findings = findings_in(source, ".cloudbees/workflows/much.yaml");
    REQUIRE(findings.size() == 1);
    CHECK(name_of(findings[0].code) == "too-deep");
    CHECK(findings[0].severity == Severity::information);
    CHECK(findings[0].message.contains(row.says));
  }
}

TEST_CASE("thousands of arguments that every step is given are not compared for each") {
  std::string text = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\non: {push: }\nenv: &w\n";
  for (int i = 0; i < 4000; ++i) text += fmt::format("  k{}: x\n", i);
  text += "jobs:\n  a:\n    steps:\n";
  for (int i = 0; i < 300; ++i)
    text += i % 2 == 0 ? "    - {uses: cloudbees-io/checkout@v1, with: *w}\n"
                       : "    - {uses: docker://alpine, with: *w}\n";
  const SourceTree source(text);
  CHECK(findings_in(source, ".cloudbees/workflows/many.yaml").size() == max_findings);
}

TEST_CASE("a fix does not change what an alias brings from another place") {
  const std::string text =
      "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\non: {push: }\njobs:\n"
      "  a:\n    steps: [{uses: docker://alpine, run: echo}]\n"
      "  b:\n    needs: &n [a]\n    steps: [{uses: docker://alpine, run: echo}]\n"
      "  c:\n    needs: NEEDS\n    steps:\n      - uses: docker://alpine\n"
      "        run: echo ${{ needs.b.outputs.x }}\n";
  for (const bool alias : {false, true}) {
    CAPTURE(alias);
    std::string given = text;
    given.replace(given.find("NEEDS"), 5, alias ? "*n" : "[a]");
    const SourceTree source(given);
    const auto findings = findings_in(source, ".cloudbees/workflows/x.yaml");
    const auto missing = std::ranges::find(findings, Code::ref_needs_missing, &Finding::code);
    REQUIRE(missing != findings.end());
    CHECK(missing->fixes.size() == (alias ? 0 : 1));
  }
}

TEST_CASE("a line of a folded script is not rewritten, for it stands otherwise in the text") {
  const std::string text =
      "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: x\non: {push: }\n"
      "jobs:\n  a:\n    steps:\n      - uses: docker://alpine\n        run: >\n          echo \"a=1\"\n      "
      "    >> $GITHUB_OUTPUT\n";
  const SourceTree source(text);
  const auto findings = findings_in(source, ".cloudbees/workflows/x.yaml");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::script_github_output);
  CHECK(findings[0].fixes.empty());
}

TEST_CASE("a fix has the line ends of its text") {
  std::size_t fixes = 0;
  for (const auto& file : files_below(corpus("mistakes"))) {
    const Mistake mistake = read_mistake(content_of(file));
    std::string text;
    for (const char c : mistake.text) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const SourceTree source(text);
    for (const Finding& finding : findings_in(source, mistake.path))
      for (const Fix& fix : finding.fixes) {
        CAPTURE(file.filename().string());
        const std::string after = applied(text, fix);
        CHECK(std::ranges::count(after, '\n') == std::ranges::count(after, '\r'));
        fixes += static_cast<std::size_t>(after.size() > text.size());
      }
  }
  CHECK(fixes > 10);
}
