#include "reading.h"
#include "server/language/suppressions.h"
#include "server/workflow/checks/check.h"
#include "tests/unit/workflow/checks/corpus.h"
#include "tests/unit/workflow/checks/variants.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

using namespace unify_ls::language;
using unify_ls::workflow::Code;
using unify_ls::workflow::Finding;

namespace {

bool is_silent(const std::string& body, std::string_view at, Code code = Code::key_unknown) {
  const Analysis analysis = workflow_text(body);
  return Suppressions(analysis.source()).silence(finding_at(analysis, at, code));
}

} // namespace

TEST_CASE("a comment silences its codes on its line, or on the line below when it stands alone") {
  CHECK(is_silent("odd: 1 # unify-ls: ignore key-unknown\n", "odd"));
  CHECK(is_silent("odd: 1 # because, # unify-ls: ignore cron, key-unknown\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\r\nodd: 1\r\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\n# unify-ls: ignore cron\nodd: 1\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\n# It is.\nodd: 1\n", "odd"));
  CHECK_FALSE(is_silent("odd: 1 # unify-ls: ignore cron\n", "odd"));
  CHECK_FALSE(is_silent("odd: 1 # unify-ls: ignored key-unknown\n", "odd"));
  CHECK_FALSE(is_silent("# unify-ls: ignore key-unknown\n\nodd: 1\n", "odd"));
  CHECK_FALSE(is_silent("a: 1 # unify-ls: ignore key-unknown\nodd: 1\n", "odd"));
}

TEST_CASE("a whole file is silenced at its top alone") {
  const Analysis top("", 1,
                     "# A file.\n# unify-ls: ignore-file key-unknown\n\n" + std::string(header) + "odd: 1\n",
                     "/r/.cloudbees/workflows/a.yaml");
  CHECK(Suppressions(top.source()).silence(finding_at(top, "odd")));
  CHECK_FALSE(is_silent("# unify-ls: ignore-file key-unknown\nodd: 1\n", "odd"));
}

TEST_CASE("what stands inside a script is silenced where the script begins") {
  CHECK(is_silent("# unify-ls: ignore key-unknown\nrun: |\n  one\n  odd\n", "odd"));
  CHECK(is_silent("run: | # unify-ls: ignore key-unknown\n  one\n  odd\n", "odd"));
  CHECK_FALSE(is_silent("run: |\n  one\n  odd\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\nenv: {a: 'b\n  c', odd: 1}\n", "odd"));
}

TEST_CASE("the comments that the fixes add do silence, whatever they are added to") {
  for (const std::string body : {"odd: 1\n", "a:\n  - b: 1\n    odd: 2\n", "run: |\r\n  one\r\n  odd\r\n",
                                 "odd", "env: {a: 'b\n  c', odd: 1}\n"}) {
    CAPTURE(body);
    const Analysis before = workflow_text(body);
    const Finding finding = finding_at(before, "odd");
    for (const auto& edit : {ignore_line(before.source(), finding), ignore_file(before.source(), finding)}) {
      std::string text(before.source().text());
      text.insert(edit.span.begin, edit.text);
      CAPTURE(text);
      const Analysis after("", 1, text, "/r/.cloudbees/workflows/a.yaml");
      CHECK(Suppressions(after.source()).silence(finding_at(after, "odd")));
    }
  }
}

TEST_CASE("what YAML refuses is silenced too where a tab indents the line") {
  const auto findings = [](const std::string& text) {
    const Analysis analysis("file:///r/.cloudbees/workflows/a.yaml", 1, text,
                            "/r/.cloudbees/workflows/a.yaml");
    return analysis.findings(unify_ls::workflow::NoSources());
  };
  for (const char* body : {"jobs:\n\ta:\n", "jobs:\n  a:\n  \tb: 1\n", "jobs:\r\n\ta: 1\r\n"}) {
    const Analysis before = workflow_text(body);
    std::string text(before.source().text());
    CAPTURE(text);
    const auto found = findings(text);
    const auto refused = std::ranges::find(found, Code::yaml_syntax, &Finding::code);
    REQUIRE(refused != found.end());
    const auto edit = ignore_line(before.source(), *refused);
    text.insert(edit.span.begin, edit.text);
    const auto left = findings(text);
    CHECK(std::ranges::find(left, Code::yaml_syntax, &Finding::code) == left.end());
  }
}

namespace {

std::vector<std::string> values_in(const unify_ls::workflow::SourceTree& source) {
  std::vector<std::string> values;
  for (const auto& node : source.tree().nodes()) values.push_back(node.value);
  return values;
}

/// What silences each finding of a text, in both ways, does so, and what the text says stays the same. One
/// finding of `stride` is taken; `place` counts them through all texts.
void silence_some(const std::string& text, const std::string& path, std::size_t stride, std::size_t& place) {
  const unify_ls::workflow::testing::CleanRepository sources;
  const auto analysis_of = [&path](const std::string& of) {
    return std::make_unique<Analysis>("file:///r/" + path, 1, of, "/r/" + path);
  };
  const auto before = analysis_of(text);
  if (before->source().refusal()) return;
  const auto findings = before->findings(sources);
  for (const Finding& finding : findings) {
    if (++place % stride != 0) continue;
    const auto is_same = [&finding](const Finding& other) {
      return other.code == finding.code && other.message == finding.message;
    };
    for (const auto& edit :
         {ignore_line(before->source(), finding), ignore_file(before->source(), finding)}) {
      std::string silenced = text;
      silenced.insert(edit.span.begin, edit.text);
      CAPTURE(silenced);
      const auto after = analysis_of(silenced);
      CHECK_FALSE(after->source().refusal());
      CHECK(values_in(after->source()) == values_in(before->source()));
      CHECK(std::ranges::count_if(after->findings(sources), is_same) <
            std::ranges::count_if(findings, is_same));
    }
  }
}

} // namespace

TEST_CASE("what is found in the corpus can be silenced, however the file is written") {
  using namespace unify_ls::workflow::testing;
  // One finding of seven; all of them where UNIFY_LS_TYPE_ALL is set.
  const std::size_t stride = std::getenv("UNIFY_LS_TYPE_ALL") == nullptr ? 7 : 1;
  std::size_t place = 0;
  for (const auto& file : files_below(corpus("mistakes"))) {
    const auto [path, text] = read_corpus(file);
    CAPTURE(path);
    CAPTURE(file.filename().string());
    for (const std::string& variant : variants_of(text)) silence_some(variant, path, stride, place);
  }
  CHECK(place > 5000);
}
