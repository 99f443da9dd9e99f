#include "server/workflow/model/model.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>

using namespace unify_ls::workflow;

namespace {

constexpr std::string_view kinds[] = {"trigger", "input",       "secret", "output",   "job",    "job_output",
                                      "step",    "step_output", "stage",  "variable", "handler"};

std::string_view name_of(NameKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string symbols(const Model& model) {
  std::string text;
  for (const Symbol& symbol : model.symbols) {
    text += fmt::format("{} {}", name_of(symbol.kind), symbol.name);
    if (symbol.owner != Symbol::none)
      text += symbol.owner < 0
                  ? fmt::format(" of step {}", owner_of_step(symbol.owner))
                  : fmt::format(" of {}", model.symbols[static_cast<std::size_t>(symbol.owner)].name);
    text += '\n';
  }
  return text;
}

/// Each reference with the line that declares what it means.
std::string references(const Model& model) {
  std::string text;
  for (const Reference& reference : model.references) {
    text += fmt::format("{} {} in line {}", name_of(reference.kind), reference.name,
                        model.source->position(reference.span.begin).line);
    if (reference.editable) CHECK(model.source->text(reference.span) == reference.name);
    if (!reference.editable) text += " perhaps";
    if (reference.symbol == Symbol::none) {
      text += " unknown\n";
      continue;
    }
    const Symbol& symbol = model.symbols[static_cast<std::size_t>(reference.symbol)];
    text += fmt::format(" is line {}\n", model.source->position(symbol.name_span.begin).line);
  }
  return text;
}

constexpr std::string_view workflow = R"(apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
on:
  workflow_dispatch:
    inputs:
      where: {type: string}
  workflow_call:
    secrets:
      key:
    outputs:
      url:
        value: ${{ jobs.build.outputs.tag }}
env:
  LEVEL: 1
jobs:
  build:
    env: {LEVEL: 2}
    outputs:
      tag: ${{ steps.name.outputs.tag }} ${{ steps. }}
    steps:
      - id: "name"
        uses: docker://alpine:3.20
        env:
          MODE: fast
        run: |
          echo ${{ env.LEVEL }} ${{ env.MODE }} ${{ env.HOME }} > "$CLOUDBEES_OUTPUTS/tag"
      - run: 'echo ${{ steps.name.outputs[''tag''] }} ${{ inputs.where }} ${{ secrets.key }}'
        uses: docker://alpine:3.20
  test:
    needs: ['build', nobody]
    if: needs.build.outputs.tag == needs.build.outputs.other
    uses: ./a.yaml
metadata:
  stages/v1alpha1:
    - name: All
      jobs: [build, test]
)";

} // namespace

TEST_CASE("what a workflow names") {
  const SourceTree source{std::string(workflow)};
  const Model model = read_model(source, FileKind::workflow);
  CHECK(symbols(model) == "trigger workflow_dispatch\n"
                          "input where of workflow_dispatch\n"
                          "trigger workflow_call\n"
                          "secret key\n"
                          "output url\n"
                          "variable LEVEL\n"
                          "job build\n"
                          "variable LEVEL of build\n"
                          "job_output tag of build\n"
                          "step name of build\n"
                          "step_output tag of name\n"
                          "variable MODE of step 0\n"
                          "job test\n"
                          "stage All\n");
}

TEST_CASE("what the names in a workflow mean") {
  const SourceTree source{std::string(workflow)};
  const Model model = read_model(source, FileKind::workflow);
  CHECK(references(model) == "job build in line 11 is line 15\n"
                             "job_output tag in line 11 is line 18\n"
                             "step name in line 18 is line 20\n"
                             "step_output tag in line 18 is line 25\n"
                             "variable LEVEL in line 25 is line 16\n"
                             "variable MODE in line 25 is line 23\n"
                             "variable HOME in line 25 unknown\n"
                             "step name in line 26 is line 20\n"
                             "step_output tag in line 26 is line 25\n"
                             "input where in line 26 is line 5\n"
                             "secret key in line 26 is line 8\n"
                             "job build in line 29 is line 15\n"
                             "job nobody in line 29 unknown\n"
                             "job build in line 30 is line 15\n"
                             "job_output tag in line 30 is line 18\n"
                             "job build in line 30 is line 15\n"
                             "job_output other in line 30 unknown\n"
                             "job build in line 35 is line 15\n"
                             "job test in line 35 is line 28\n");
}

TEST_CASE("a step's variables are its own, with an id or without, and the job's where it has none") {
  const SourceTree source("env: {REGION: eu}\njobs:\n  a:\n    steps:\n"
                          "      - run: x ${{ env.REGION }}\n"
                          "      - env: {REGION: us}\n        run: y ${{ env.REGION }}\n"
                          "      - id: z\n        env: {REGION: us}\n        run: z ${{ env.REGION }}\n"
                          "  b:\n    env: {REGION: job}\n    steps:\n      - env: {REGION: us}\n"
                          "      - run: x ${{ env.REGION }}\n");
  CHECK(references(read_model(source, FileKind::workflow)) == "variable REGION in line 4 is line 0\n"
                                                              "variable REGION in line 6 is line 5\n"
                                                              "variable REGION in line 9 is line 8\n"
                                                              "variable REGION in line 14 is line 11\n");
}

TEST_CASE("scripts read the variables of their step, its job and the workflow") {
  const SourceTree source("env:\n  REGION: eu\njobs:\n  a:\n    steps:\n      - run: |\n"
                          "          echo $REGION \"${REGION}\" ${REGION:-x} ${#REGION} '$REGION'\n"
                          "          echo $REGIONS ${MY_REGION} $HOME ${{ github.REGION }} # REGION\n"
                          "          echo \"REGION: $REGION\" # $REGION\n"
                          "      - env: {REGION: us}\n        run: \"\\x1b ${REGION}\"\n"
                          "      - run: export REGION=x $$REGION \\$REGION ${!REGION*}\n"
                          "      - shell: pwsh\n        run: echo $REGION $env:REGION\n");
  const std::string said = "variable REGION in line ";
  std::string expected;
  for (const char* one : {"6", "6", "6", "6", "6", "8", "8"}) expected += said + one + " is line 1\n";
  expected += said + "10 is line 9\n";
  for (const char* one : {"11", "11", "11", "11", "13", "13"})
    expected += said + one + " perhaps is line 1\n";
  CHECK(references(read_model(source, FileKind::workflow)) == expected);
}

TEST_CASE("a name in a text that is not followed stands for all of it and is not to be edited") {
  const SourceTree source("jobs:\n  a:\n    steps:\n      - id: s\n"
                          "        run: \"a\xC2\x85  ${{ env.X }} > $CLOUDBEES_OUTPUTS/tag\"\n");
  const Model model = read_model(source, FileKind::workflow);
  CHECK(references(model) == "variable X in line 4 perhaps unknown\n");
  CHECK_FALSE(model.symbols.back().editable);
  CHECK(model.symbols.back().span == model.references.back().span);
}

TEST_CASE("the kind of a file is what it says, else where it stands") {
  struct Row {
    std::string_view path, text;
    FileKind kind;
  };

  const std::string version = "apiVersion: automation.cloudbees.io/v1alpha1\n";
  const std::string as_action = version + "kind: action\n";
  const std::string as_job = version + "kind: CustomJob\n";
  const std::string as_policy = version + "kind: Policy\n";
  const Row rows[] = {
      {".cloudbees/workflows/a.yaml", "", FileKind::workflow},
      {".cloudbees/workflows/a.yaml", "name: x\n", FileKind::workflow},
      {".cloudbees/workflows/a.yaml", as_action, FileKind::action},
      {"deploy/b.yml", version, FileKind::other},
      {"deploy/action.yml", version, FileKind::action},
      {"deploy/action.yml", "name: GitHub's\n", FileKind::other},
      {"deploy/b.yml", as_action, FileKind::action},
      {"custom-job.yml", as_job, FileKind::custom_job},
      {"policy.yaml", as_policy, FileKind::other},
      {"values.yaml", "kind: workflow\n", FileKind::other},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CAPTURE(row.text);
    CHECK(kind_of_file(SourceTree(std::string(row.text)), row.path) == row.kind);
  }
}

TEST_CASE("what aliases repeat is kept a limited number of times, and a huge name not at all") {
  const std::string head = "on: {push: }\njobs:\n  build: {steps: []}\n";
  std::string reads = head + "  a:\n    needs: &l [&n build";
  for (int i = 0; i < 4'000; ++i) reads += ",*n";
  reads += "]\n";
  for (const char* job : {"b", "c"}) reads += fmt::format("  {}: {{needs: *l, steps: []}}\n", job);
  const SourceTree many(reads);
  const Model model = read_model(many, FileKind::workflow);
  CHECK(model.references.size() == 10'000);
  CHECK(model.references.front().symbol != Symbol::none);

  const std::string name(5000, 'x');
  const SourceTree huge(head + "  a:\n    needs: [" + name + ", build]\n  " + std::string(300, 'y') +
                        ":\n    steps:\n      - id: s\n        run: echo > $CLOUDBEES_OUTPUTS/" + name +
                        "\n");
  CHECK(references(read_model(huge, FileKind::workflow)) == "job build in line 4 is line 2\n");
  CHECK(symbols(read_model(huge, FileKind::workflow)) == "trigger push\njob build\njob a\nstep s\n");
}
