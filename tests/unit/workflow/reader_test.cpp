#include "server/workflow/reader.h"
#include "server/workflow/yaml_tree.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace unify_ls::workflow;
using Options = std::vector<std::string>;

namespace {

constexpr std::string_view header =
    "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: Test\n";

/// A workflow with a sound header.
Workflow with(std::string_view rest) {
  return read_workflow(std::string(header) + std::string(rest), "test.yaml");
}

/// A manual workflow whose one input `x` has these fields, in flow style.
Workflow with_input(std::string_view fields) {
  return with(fmt::format("on:\n  workflow_dispatch:\n    inputs:\n      x: {}\n", fields));
}

std::string names(const Workflow& workflow) {
  std::string out;
  for (const Input& input : workflow.inputs) out += input.name + " ";
  return out;
}

std::string_view severity_name(Severity severity) {
  if (severity == Severity::error) return "error";
  return severity == Severity::warning ? "warning" : "information";
}

/// One line for each problem: severity, line, message.
std::string problems(const Workflow& workflow) {
  std::string out;
  for (const Problem& problem : workflow.problems)
    out += fmt::format("{} {} {}\n", severity_name(problem.severity),
                       problem.range ? problem.range->start.line : 0, problem.message);
  return out;
}

} // namespace

TEST_CASE("a whole workflow of an ordinary sort") {
  const Workflow workflow = read_workflow(R"(# Brings a version to one of the clusters.
apiVersion: automation.cloudbees.io/v1alpha1
kind: workflow
name: Deploy to a cluster
on:
  push:
    branches: [main, 'release/**']
  workflow_dispatch:
    inputs:
      version:
        description: What to deploy # a tag
        required: true
        type: string
      cluster:
        type: choice
        options:
          - eu-1
          - us-1
          - 7
        default: eu-1
      replicas: {type: number, default: 003}
      dry-run:
        type: boolean
        default: False
      note:
permissions:
  scm-token-own: read
jobs:
  deploy:
    steps:
      - name: Deploy
        uses: docker://alpine:3.20
        run: |
          echo ${{ inputs.version }}
)",
                                          "deploy.yaml");
  CHECK(problems(workflow) == "");
  CHECK(workflow.name == "Deploy to a cluster");
  CHECK(workflow.manual);
  REQUIRE(names(workflow) == "version cluster replicas dry-run note ");
  const auto& inputs = workflow.inputs;
  CHECK(inputs[0].type == InputType::string);
  CHECK(inputs[0].description == "What to deploy");
  CHECK(inputs[0].required);
  CHECK(inputs[0].default_text == std::nullopt);
  CHECK(inputs[0].range == Range{{9, 6, 6}, {9, 13, 13}});
  CHECK(inputs[1].type == InputType::choice);
  CHECK(inputs[1].options == Options{"eu-1", "us-1", "7"});
  CHECK(inputs[1].default_text == "eu-1");
  CHECK_FALSE(inputs[1].required);
  CHECK(inputs[2].type == InputType::number);
  CHECK(inputs[2].default_text == "003");
  CHECK(inputs[3].type == InputType::boolean);
  CHECK(inputs[3].default_text == "False");
  CHECK(inputs[4].type == InputType::string);
  CHECK(inputs[4].description == std::nullopt);
}

TEST_CASE("every form of `on`") {
  struct Row {
    std::string_view on;
    bool manual;
    std::string_view inputs;
  };

  const Row rows[] = {
      {"on: workflow_dispatch", true, ""},
      {"on: 'workflow_dispatch'", true, ""},
      {"\"on\": workflow_dispatch", true, ""},
      {"on: push", false, ""},
      {"on: [push, workflow_dispatch]", true, ""},
      {"on:\n- push\n- pull_request", false, ""},
      {"on:\n  workflow_dispatch:", true, ""},
      {"on:\n  workflow_dispatch: ~", true, ""},
      {"on:\n  workflow_dispatch: {}", true, ""},
      {"on:\n  workflow_dispatch:\n    inputs:", true, ""},
      {"on:\n  workflow_dispatch:\n    inputs: {}", true, ""},
      {"on:\n  workflow_dispatch:\n    inputs:\n      b:\n      a:", true, "b a "},
      {"on: {push: {branches: ['**']}, workflow_dispatch: {inputs: {b: {}, a: {}}}}", true, "b a "},
      {"on: {workflow_call: {inputs: {b: {}}}}", false, ""},
      {"on: {schedule: [{cron: '0 0 * * *'}]}", false, ""},
      {"x: &t {workflow_dispatch: }\non: *t", true, ""},
      {"x: &t {workflow_dispatch: {inputs: {a: }}}\non: {<<: *t, push: }", true, "a "},
      {"x: &n workflow_dispatch\non: [*n]", true, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.on);
    const Workflow workflow = with(row.on);
    CHECK(workflow.manual == row.manual);
    CHECK(names(workflow) == row.inputs);
    CHECK(problems(workflow) == "");
  }
}

TEST_CASE("triggers that do not exist or are shaped wrongly") {
  struct Row {
    std::string_view on, problem;
    bool manual;
  };

  const Row rows[] = {
      {"jobs: {}", "warning 0 Nothing starts this workflow", false},
      {"on:", "warning 0 Nothing starts this workflow", false},
      {"true: workflow_dispatch", "warning 0 Nothing starts this workflow", false},
      {"on: workflow-dispatch", R"(error 3 There is no trigger "workflow-dispatch")", false},
      {"on: {release: }", R"(error 3 There is no trigger "release")", false},
      {"on: [{workflow_dispatch: }]", R"(error 3 There is no trigger "")", false},
      {"on: [workflow_dispatch, pushh]", R"(Did you mean "push"?)", true},
      {"on: {workflow_dispatch: true}", "error 3 What stands below workflow_dispatch is a mapping", true},
      {"on: {workflow_dispatch: {input: }}",
       R"(warning 3 The trigger workflow_dispatch has no field "input")", true},
      {"on: {workflow_dispatch: {inputs: [a]}}", "error 3 Inputs are a mapping", true},
      {"on: {workflow_dispatch: {inputs: a}}", "error 3 Inputs are a mapping", true},
      {"on: {workflow_dispatch: {inputs: {[a]: }}}", "error 3 An input needs a name", true},
      {"on: {workflow_dispatch: {inputs: {'': }}}", "error 3 An input needs a name", true},
      {"on: {workflow_dispatch: {inputs: {a: text}}}", R"(warning 3 The input "a" should be a mapping)",
       true},
      {"on: {workflow_dispatch: , workflow_dispatch: }", "error 3 The key \"workflow_dispatch\" is already",
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.on);
    const Workflow workflow = with(row.on);
    CHECK(workflow.manual == row.manual);
    CHECK_MESSAGE(problems(workflow).contains(row.problem), problems(workflow));
    CHECK(workflow.problems.size() == 1);
  }
}

TEST_CASE("each field of an input, read well") {
  const auto input = [](std::string_view fields) {
    const Workflow workflow = with_input(fields);
    REQUIRE(workflow.inputs.size() == 1);
    CHECK_MESSAGE(problems(workflow) == "", fields);
    return workflow.inputs[0];
  };
  CHECK(input("{type: string}").type == InputType::string);
  CHECK(input("{type: 'number'}").type == InputType::number);
  CHECK(input("{type: boolean}").type == InputType::boolean);
  CHECK(input("{type: choice, options: [a]}").type == InputType::choice);
  CHECK(input("{}").type == InputType::string);

  CHECK(input("{description: 12}").description == "12");
  CHECK(input("{description: ''}").description == std::nullopt);
  CHECK(input("{description: }").description == std::nullopt);

  CHECK(input("{required: true}").required);
  CHECK(input("{required: True}").required);
  CHECK_FALSE(input("{required: false}").required);
  CHECK_FALSE(input("{required: }").required);

  CHECK(input("{default: 007}").default_text == "007");
  CHECK(input("{default: ''}").default_text == "");
  CHECK(input("{default: 'null'}").default_text == "null");
  CHECK(input("{default: null}").default_text == std::nullopt);
  CHECK(input("{default: }").default_text == std::nullopt);
  CHECK(input("{default: true}").default_text == "true");
  CHECK(input("{type: number, default: 1.50}").default_text == "1.50");
  CHECK(input("{type: number, default: '1e3'}").default_text == "1e3");
  CHECK(input("{type: boolean, default: True}").default_text == "True");
  CHECK(input("{type: boolean, default: 'false'}").default_text == "false");
  CHECK(input("{type: choice, options: ['', a], default: ''}").default_text == "");
  CHECK(input("\n        default: |\n          one\n          two\n").default_text == "one\ntwo\n");

  CHECK(input("{type: choice, options: [1, 2.50, true, No, 'a b']}").options ==
        Options{"1", "2.50", "true", "No", "a b"});
  CHECK(input("{default: b, options: [a, b], description: d, type: choice}").default_text == "b");
}

TEST_CASE("each field of an input, read badly") {
  struct Row {
    std::string_view fields, problem;
  };

  const Row rows[] = {
      {"{type: environment}",
       R"(error 6 The type of an input is string, number, boolean or choice, not "environment".)"},
      {"{type: String}", R"(Did you mean "string"?)"},
      {"{type: [string]}", "error 6 The type of an input"},
      {"{type: }", "error 6 The type of an input"},
      {"{requird: true}", R"(warning 6 An input has no field "requird". Did you mean "required"?)"},
      {"{[a]: b}", R"(warning 6 An input has no field "")"},
      {"{description: [a]}", "warning 6 A description is a text."},
      {"{required: yes}", "warning 6 The field required is true or false"},
      {"{required: 'true'}", "warning 6 The field required is true or false"},
      {"{default: [a]}", "warning 6 A default is a single value."},
      {"{options: [a]}", "warning 6 Options count for inputs of type choice only."},
      {"{type: choice}", R"(error 6 The choice "x" has no options.)"},
      {"{type: choice, options: }", R"(error 6 The choice "x" has no options.)"},
      {"{type: choice, options: []}", R"(error 6 The choice "x" has no options.)"},
      {"{type: choice, options: a}", "error 6 The options of a choice are a list."},
      {"{type: choice, options: [a, [b]]}", "warning 6 An option is a text."},
      {"{type: choice, options: [a, ~]}", "warning 6 An option is a text."},
      {"{type: choice, options: [a, a]}", R"(warning 6 The option "a" is already there.)"},
      {"{type: choice, options: [a], default: b}", R"(warning 6 The default "b" is not one of the options.)"},
      {"{type: choice, options: [a], default: ''}", R"(warning 6 The default "" is not one of the options.)"},
      {"{type: number, default: many}", R"(warning 6 The default "many" is not a decimal number.)"},
      {"{type: number, default: 0x1F}", R"(warning 6 The default "0x1F" is not a decimal number.)"},
      {"{type: boolean, default: yes}", R"(warning 6 The default "yes" is neither true nor false.)"},
      {"{required: true, required: true}", R"(error 6 The key "required" is already used above.)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.fields);
    const Workflow workflow = with_input(row.fields);
    CHECK(workflow.manual);
    CHECK(names(workflow) == "x ");
    CHECK_MESSAGE(problems(workflow).contains(row.problem), problems(workflow));
    CHECK(workflow.problems.size() == 1);
  }
}

TEST_CASE("a wrong field leaves the best reading of the input") {
  CHECK(with_input("{type: environment}").inputs[0].type == InputType::string);
  CHECK(with_input("{required: 'true'}").inputs[0].required);
  CHECK_FALSE(with_input("{required: yes}").inputs[0].required);
  CHECK(with_input("{type: choice, options: [a], default: ''}").inputs[0].default_text == std::nullopt);
  CHECK(with_input("{type: number, default: ''}").inputs[0].default_text == std::nullopt);
  CHECK(with_input("{type: choice, options: [a], default: b}").inputs[0].default_text == "b");
  CHECK(with_input("{type: boolean, default: yes}").inputs[0].default_text == "yes");
  CHECK(with_input("{options: [a]}").inputs[0].options.empty());
  CHECK(with_input("{type: choice, options: [a, a, b]}").inputs[0].options == Options{"a", "b"});
}

TEST_CASE("aliases and merges among the inputs") {
  const Workflow workflow = with(R"(
x-types: &types [eu, us]
x-base: &base {required: true, type: choice, options: *types}
x-inputs: &shared
  region: *base
on:
  workflow_dispatch:
    inputs:
      first: {<<: *base, required: false}
      <<: *shared
      last: *base
      region2: *nowhere
)");
  REQUIRE(names(workflow) == "first region last region2 ");
  CHECK_FALSE(workflow.inputs[0].required);
  CHECK(workflow.inputs[0].options == Options{"eu", "us"});
  CHECK(workflow.inputs[1].required);
  CHECK(workflow.inputs[1].range.start.line == 7);
  CHECK(workflow.inputs[2].type == InputType::choice);
  CHECK(problems(workflow) == "error 14 No anchor &nowhere stands before this alias.\n");
  const Workflow whole = with("x: &i {b: , a: }\non: {workflow_dispatch: {inputs: *i}}");
  CHECK(names(whole) == "b a ");
}

TEST_CASE("the first of two inputs with one name counts") {
  const Workflow workflow =
      with("on: {workflow_dispatch: {inputs: {a: {default: 1}, b: , a: {default: 2}}}}");
  CHECK(names(workflow) == "a b ");
  CHECK(workflow.inputs[0].default_text == "1");
  CHECK(problems(workflow) == "error 3 The key \"a\" is already used above.\n");
}

TEST_CASE("inputs and options beyond the limits do not count and are a problem") {
  std::string inputs = "on: {workflow_dispatch: {inputs: {";
  for (std::size_t i = 0; i <= max_inputs; ++i) inputs += fmt::format("i{}: ,", i);
  const Workflow many_inputs = with(inputs + "}}}");
  CHECK(many_inputs.inputs.size() == max_inputs);
  CHECK(problems(many_inputs) == "error 3 Only the first 100 inputs count.\n");
  std::string options = "{type: choice, options: [";
  for (std::size_t i = 0; i <= max_options; ++i) options += fmt::format("o{},", i);
  const Workflow many_options = with_input(options + "]}");
  CHECK(many_options.inputs[0].options.size() == max_options);
  CHECK(problems(many_options) == "error 6 Only the first 1000 options count.\n");
}

TEST_CASE("aliases cannot make the reader work without end") {
  std::string text = "big: &big {";
  for (std::size_t i = 0; i < max_yaml_nodes / 3; ++i) text += fmt::format("k{}: ,", i);
  text += "}\non: {workflow_dispatch: {inputs: {";
  for (std::size_t i = 0; i < max_inputs; ++i) text += fmt::format("i{}: *big,", i);
  const Workflow workflow = with(text + "}}}");
  CHECK(workflow.inputs.size() == max_inputs);
  CHECK(workflow.problems.size() == max_problems);
}

TEST_CASE("a name's range is right behind wide characters, quoted or not") {
  const Workflow workflow =
      with("on: {workflow_dispatch: {inputs: {'é😀': , n: {description: 😀}, \"q r\": }}}");
  REQUIRE(names(workflow) == "é😀 n q r ");
  CHECK(workflow.inputs[0].range == Range{{3, 34, 34}, {3, 42, 39}});
  CHECK(workflow.inputs[1].range == Range{{3, 46, 43}, {3, 47, 44}});
  CHECK(workflow.inputs[2].range == Range{{3, 70, 65}, {3, 75, 70}});
}

TEST_CASE("the header says what kind of file it is") {
  struct Row {
    std::string_view text, problem;
    bool manual;
  };

  const Row rows[] = {
      {"kind: workflow\non: workflow_dispatch",
       "error 0 The line `apiVersion: automation.cloudbees.io/v1alpha1` is", true},
      {"apiVersion: v1\nkind: workflow\non: workflow_dispatch",
       "error 0 This has to be `apiVersion: automation", true},
      {"apiVersion: automation.cloudbees.io/v1alpha1\non: workflow_dispatch",
       "error 0 The line `kind: workflow` is", true},
      {"apiVersion: automation.cloudbees.io/v1alpha1\nkind: Workflow\non: workflow_dispatch",
       R"(error 1 The kind of a workflow is `workflow`, not "Workflow")", false},
      {"apiVersion: automation.cloudbees.io/v1alpha1\nkind: action\nruns: {}",
       R"(warning 1 This file is of kind "action")", false},
      {"apiVersion: automation.cloudbees.io/v1alpha1\nkind: CustomJob\non: {workflow_dispatch: {inputs: {a: "
       "}}}",
       R"(warning 1 This file is of kind "CustomJob")", false},
      {"apiVersion: automation.cloudbees.io/v1alpha1\nkind: [workflow]\non: workflow_dispatch",
       "error 1 The kind of", false},
      {"apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: [a]\non: workflow_dispatch",
       "warning 2 The name of a workflow is a text.", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Workflow workflow = read_workflow(row.text, "x.yml");
    CHECK(workflow.manual == row.manual);
    CHECK(workflow.inputs.empty());
    CHECK(workflow.name == "x.yml");
    CHECK_MESSAGE(problems(workflow).contains(row.problem), problems(workflow));
    CHECK(workflow.problems.size() == 1);
  }
}

TEST_CASE("a workflow's name is its own or the file's") {
  const auto name_in = [](std::string_view line) { return read_workflow(line, "file.yaml").name; };
  CHECK(name_in("name: Build") == "Build");
  CHECK(name_in("name: 'Größe 😀'") == "Größe 😀");
  CHECK(name_in("name: 1.0") == "1.0");
  CHECK(name_in("name: ''") == "file.yaml");
  CHECK(name_in("name:") == "file.yaml");
  CHECK(name_in("on: push") == "file.yaml");
}

TEST_CASE("line endings, byte order marks and comments change nothing") {
  const std::string text =
      std::string(header) + "on: # how it starts\n  workflow_dispatch:\n    inputs:\n      a: {default: x}\n";
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  for (const std::string& variant :
       {text, crlf, "\xEF\xBB\xBF" + text, "\xEF\xBB\xBF" + crlf, "---\n" + text + "...\n"}) {
    CAPTURE(variant);
    const Workflow workflow = read_workflow(variant, "x.yaml");
    CHECK(problems(workflow) == "");
    REQUIRE(names(workflow) == "a ");
    CHECK(workflow.inputs[0].default_text == "x");
    CHECK(workflow.inputs[0].range.start.line == (variant.starts_with("---") ? 7 : 6));
  }
}

TEST_CASE("a file that cannot be read is one problem and not manual") {
  for (const std::string& text :
       {std::string(header) + "on: workflow_dispatch\n\tjobs:",
        std::string(header) + "on: [workflow_dispatch\nx: 1", std::string("\xff\xfe"),
        std::string("name: \xff"), std::string(), std::string("# only this"), std::string("~"),
        std::string("- a"), std::string("text"), std::string(max_problems * 20'000, ' ')}) {
    CAPTURE(text.size());
    const Workflow workflow = read_workflow(text, "x.yaml");
    CHECK_FALSE(workflow.manual);
    CHECK(workflow.name == "x.yaml");
    REQUIRE(workflow.problems.size() == 1);
    CHECK(workflow.problems[0].severity == Severity::error);
  }
}

TEST_CASE("a second document is said to be ignored") {
  const Workflow workflow = with("on: workflow_dispatch\n---\non: push\n");
  CHECK(workflow.manual);
  CHECK(problems(workflow).starts_with("warning 4 Only the first document"));
}

TEST_CASE("messages quote nothing that could steer a terminal") {
  const Workflow workflow = with("on: {\"a\\e[2J\\u202Eb\": }");
  CHECK(problems(workflow).contains(R"("a[2Jb")"));
}

TEST_CASE("names of workflow files") {
  for (const char* name : {"a.yaml", "a.yml", "a b.yaml", "größe.yml", "a.b.yaml", "-.yml"})
    CHECK_MESSAGE(is_workflow_file_name(name), name);
  for (const char* name : {"", ".yaml", ".hidden.yaml", "a.YAML", "a.yaml~", "a.json", "a", "yaml",
                           "sub/a.yaml", "../a.yaml", "a.yaml/"})
    CHECK_MESSAGE(!is_workflow_file_name(name), name);
  CHECK_FALSE(is_workflow_file_name(std::string_view("a\0.yaml", 7)));
}

TEST_CASE("types are spelled as in the language") {
  CHECK(name_of(InputType::string) == "string");
  CHECK(name_of(InputType::number) == "number");
  CHECK(name_of(InputType::boolean) == "boolean");
  CHECK(name_of(InputType::choice) == "choice");
}
