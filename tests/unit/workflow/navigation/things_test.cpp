#include "server/workflow/navigation/things.h"
#include "tests/unit/workflow/completion/support.h"

#include <fmt/format.h>

#include <algorithm>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

const std::string example =
    "on:\n  workflow_dispatch:\n    inputs:\n      where:\n        type: string\n"
    "  workflow_call:\n    inputs:\n      'where':\n        type: string\n"
    "jobs:\n  build:\n    outputs:\n      tag: ${{ steps.image.outputs.tag }}\n    steps:\n"
    "      - id: image\n        run: echo > $CLOUDBEES_OUTPUTS/tag\n"
    "  deploy:\n    needs: [build]\n    if: inputs.where == needs['build'].outputs.tag\n"
    "    uses: ./.cloudbees/workflows/roll-out.yaml\n    with:\n      environment: ${{ secrets.E }}\n"
    "  after:\n    needs: deploy\n    if: needs.deploy.outputs.address\n    steps:\n      - uses: x\n";

std::string renamed(std::string text, FileKind kind, std::size_t at, std::string_view name) {
  const SourceTree source(text);
  const Model model = read_model(source, kind);
  const auto thing = thing_at(model, at);
  REQUIRE(thing);
  REQUIRE_FALSE(refusal_to_rename(model, *thing, name));
  std::vector<Span> spans = thing->declarations;
  spans.insert(spans.end(), thing->uses.begin(), thing->uses.end());
  std::ranges::sort(spans, std::ranges::greater(), &Span::begin);
  for (const Span span : spans)
    text.replace(span.begin, span.size(), written_name(model, *thing, span, name));
  return text;
}

std::size_t spans_of(std::string_view before) {
  const SourceTree source(example);
  const Model model = read_model(source, FileKind::workflow);
  const auto thing = thing_at(model, source.text().find(before) + before.size());
  return thing ? thing->declarations.size() * 10 + thing->uses.size() : 0;
}

} // namespace

TEST_CASE("a thing is found wherever it is named, with all its places") {
  CHECK(spans_of("needs: [bu") == 12); // the job, two uses
  CHECK(spans_of("'whe") == 21);       // declared by two triggers
  CHECK(spans_of("steps.im") == 11);
  CHECK(spans_of("CLOUDBEES_OUTPUTS/t") == 11);
  CHECK(spans_of("      ta") == 11); // the job's output
  CHECK(spans_of("secrets.") == 1);  // declared nowhere here
  CHECK(spans_of("environment: ${{ sec") == 0);
}

TEST_CASE("a place that an alias repeats is one place, and is renamed once") {
  const std::string text = "on:\n  workflow_dispatch:\n    inputs: &i\n      where: {type: string}\n"
                           "  workflow_call:\n    inputs: *i\n"
                           "jobs:\n  a:\n    steps: &s\n      - run: ${{ inputs.where }} ${{ secrets.key }}\n"
                           "  b:\n    steps: *s\n";
  const SourceTree source(text);
  const Model model = read_model(source, FileKind::workflow);
  const auto input = thing_at(model, text.find("where"));
  REQUIRE(input);
  CHECK(input->declarations.size() == 1);
  CHECK(input->uses.size() == 1);
  const auto secret = thing_at(model, text.find("key"));
  REQUIRE(secret);
  CHECK(secret->uses.size() == 1);
  CHECK(renamed(text, FileKind::workflow, text.find("where"), "target").contains("${{ inputs.target }} "));
  const SourceTree calls("jobs:\n  a:\n    steps: &s\n      - uses: ./x\n        with: {n: 1}\n"
                         "  b:\n    steps: *s\n");
  CHECK(foreign_names(read_model(calls, FileKind::workflow)).size() == 1);
}

TEST_CASE("a name behind escapes is renamed like any other") {
  const auto text = [](std::string_view name) {
    return "on:\n  workflow_dispatch:\n    inputs:\n      " + std::string(name) +
           ": {type: string}\njobs:\n  a:\n    steps:\n      - run: \"\\x1b[1m a \\\n          ${{ inputs." +
           std::string(name) + " }} \\U0001F680\"\n";
  };
  CHECK(renamed(text("foo"), FileKind::workflow, text("").find(": {type"), "bar") == text("bar"));
}

TEST_CASE("what no edit can follow keeps its name, and is no thing where it is not followed") {
  const std::string text = "on:\n  workflow_dispatch:\n    inputs:\n      foo: {type: string}\n"
                           "env: {REGION: eu}\njobs:\n  a:\n    steps:\n      - id: s\n"
                           "        run: \"a\xC2\x85  ${{ inputs.foo }} > $CLOUDBEES_OUTPUTS/tag\"\n"
                           "      - run: export REGION=x ${{ steps.s.outputs.tag }}\n"
                           "      - run: ${{ inputs.foo }}\n";
  const SourceTree source(text);
  const Model model = read_model(source, FileKind::workflow);
  const auto refusal = [&](std::string_view at) {
    const auto thing = thing_at(model, text.find(at));
    return thing ? refusal_to_rename(model, *thing, "other").value_or("renamed") : "nothing";
  };
  CHECK(refusal("foo: ") == "\"foo\" stands in line 10 too, in a way that a rename cannot follow: change it "
                            "there first.");
  CHECK(refusal("foo }}\n").contains("line 10"));
  CHECK(refusal("inputs.foo }} >") == "nothing");
  CHECK(refusal("REGION: ").contains("line 11"));
  CHECK(refusal("REGION=") == "nothing");
  CHECK(refusal("tag }}").contains("not declared"));
  CHECK(thing_at(model, text.find("foo: "))->uses.size() == 1);
}

TEST_CASE("a step's variable is renamed in its step alone, and in the scripts that read it") {
  const auto text = [](std::string_view job, std::string_view step) {
    return fmt::format(
        "jobs:\n  a:\n    env: {{{0}: eu}}\n    steps:\n      - run: echo ${0} ${{{{ env.{0} }}}}\n"
        "      - env:\n          {1}: us\n        run: echo ${1} ${{{1}}} ${{{{ env.{1} }}}}\n",
        job, step);
  };
  const std::string both = text("X", "X");
  CHECK(renamed(both, FileKind::workflow, both.find("X: us"), "ZONE") == text("X", "ZONE"));
  CHECK(renamed(both, FileKind::workflow, both.find("X: eu"), "ZONE") == text("ZONE", "X"));
  CHECK(renamed(both, FileKind::workflow, both.find("$X") + 1, "ZONE") == text("ZONE", "X"));
  const std::string shared = "jobs:\n  a:\n    steps:\n      - env: &e {X: 1}\n        run: $X\n"
                             "      - env: *e\n        run: ${X}\n";
  CHECK(renamed(shared, FileKind::workflow, shared.find("X: "), "Y") ==
        "jobs:\n  a:\n    steps:\n      - env: &e {Y: 1}\n        run: $Y\n      - env: *e\n        run: "
        "${Y}\n");
}

TEST_CASE("a stage's name is written as its place wants it") {
  const auto stage = [](std::string_view written) {
    return fmt::format(
        "jobs:\n  b: {{steps: []}}\nmetadata:\n  stages/v1alpha1:\n    - {{name: {}, jobs: [b]}}\n", written);
  };
  const auto written = [&](std::string_view before, std::string_view name) {
    const std::string text = stage(before);
    const std::string after = renamed(text, FileKind::workflow, text.find("Build"), name);
    const SourceTree source(after);
    CHECK_FALSE(source.refusal());
    const Model model = read_model(source, FileKind::workflow);
    CHECK(model.symbols.back().name == name);
    const std::size_t begin = stage("").find(", jobs");
    return after.substr(begin, after.size() - (stage("").size() - begin) - begin);
  };
  CHECK(written("Build", "Deploy to prod") == "Deploy to prod");
  CHECK(written("Build", "[prod] Deploy") == "'[prod] Deploy'");
  for (const char* name : {"*x", "@x", "- Build", "null", " x", "a, b}", "it's #1", "a: b", "é", "~"})
    for (const char* before : {"Build", "'Build'", "\"Build\""}) CHECK_FALSE(written(before, name).empty());
  CHECK(written("'Build'", "it's") == "'it''s'");
  CHECK(written("\"Build\"", "a \"b\" \\") == "\"a \\\"b\\\" \\\\\"");
  for (const char* name : {"", "  ", "a\nb",
                           "a\xE2\x80\xA8"
                           "b",
                           "\x1b"})
    CHECK_FALSE(is_fit_name(NameKind::stage, name));
}

TEST_CASE("what callers name is told by the file that they call") {
  const SourceTree source(example);
  const auto names = foreign_names(read_model(source, FileKind::workflow));
  std::string all;
  for (const ForeignName& name : names)
    all += std::string(source.text(name.span)) + (name.kind == NameKind::input ? " input " : " output ") +
           name.path + "\n";
  CHECK(all == "environment input .cloudbees/workflows/roll-out.yaml\naddress output "
               ".cloudbees/workflows/roll-out.yaml\n");
}

TEST_CASE("some names stay as they are") {
  const SourceTree source(example);
  const Model model = read_model(source, FileKind::workflow);
  const auto refusal = [&](std::string_view before, std::string_view name) {
    return refusal_to_rename(model, *thing_at(model, source.text().find(before) + before.size()), name)
        .value_or("");
  };
  CHECK(refusal("workflow_disp", "x").contains("language"));
  CHECK(refusal("secrets.", "x").contains("not declared"));
  CHECK(refusal("  buil", "1 x").contains("not a name"));
  CHECK(refusal("  buil", "deploy").contains("already"));
  CHECK(refusal("  buil", "build").empty());
  CHECK(refusal("  buil", "assemble").empty());
  CHECK(is_fit_name(NameKind::job, "a-b"));
  CHECK_FALSE(is_fit_name(NameKind::variable, "a-b"));
  CHECK_FALSE(is_fit_name(NameKind::variable, "1a"));
  CHECK(is_fit_name(NameKind::variable, "_A1"));
}

TEST_CASE("renaming there and back is the identity, and between them nothing is wrong") {
  std::size_t times = 0;
  for (const auto& file : files_below(corpus("clean"))) {
    const std::string before = content_of(file);
    const SourceTree source(before);
    const FileKind kind = kind_of_file(source, path_in_repository(file));
    const Model model = read_model(source, kind);
    for (const Symbol& symbol : model.symbols) {
      const auto thing = thing_at(model, symbol.name_span.begin);
      REQUIRE(thing);
      INFO(file.filename().string(), ": ", symbol.name);
      if (refusal_to_rename(model, *thing, "another_name_")) continue;
      const std::string there = renamed(before, kind, symbol.name_span.begin, "another_name_");
      CHECK(there != before);
      const SourceTree after(there);
      for (const Finding& finding : check(read_model(after, kind), CleanRepository()))
        if (finding.severity == Severity::error) FAIL_CHECK(finding.message);
      CHECK(renamed(there, kind, there.find("another_name_"), symbol.name) == before);
      ++times;
    }
  }
  CHECK(times > 50);
}

TEST_CASE("an anchor is renamed with its aliases, and not with those of a later one") {
  const std::string text =
      "on: push\njobs:\n  a:\n    steps: &s !!seq # one\n      - uses: x\n  b: {steps: *s}\n"
      "  c:\n    steps: &s\n      - uses: y\n  d: {steps: *s, needs: &n a}\n";
  const std::string after =
      "on: push\njobs:\n  a:\n    steps: &t !!seq # one\n      - uses: x\n  b: {steps: *t}\n"
      "  c:\n    steps: &s\n      - uses: y\n  d: {steps: *s, needs: &n a}\n";
  for (const std::string_view before : {"steps: &", "steps: &s", "b: {steps: *", "b: {steps: *s"}) {
    CAPTURE(before);
    CHECK(renamed(text, FileKind::workflow, text.find(before) + before.size(), "t") == after);
  }
  const SourceTree source(text);
  const Model model = read_model(source, FileKind::workflow);
  const auto thing = thing_at(model, text.find("&s") + 1);
  REQUIRE(thing);
  CHECK(refusal_to_rename(model, *thing, "n").value_or("").contains("already"));
  CHECK(refusal_to_rename(model, *thing, "a b").value_or("").contains("not a name"));
}
