#include "server/workflow/reader.h"
#include "server/workflow/yaml_tree.h"
#include "tests/unit/workflow/reading.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

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
      {"apiVersion: automation.cloudbees.io/v1alpha1\nkind: WORKFLOW\non: workflow_dispatch",
       R"(error 1 The kind of a workflow is `workflow`, not "WORKFLOW")", false},
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
    CHECK(workflow.obstacle.has_value() == !row.manual);
    CHECK(workflow.inputs.empty());
    CHECK(workflow.name == "x.yml");
    CHECK_MESSAGE(problems(workflow).contains(row.problem), problems(workflow));
    CHECK(workflow.problems.size() == 1);
  }
}

TEST_CASE("a workflow may be written with a capital, as the platform takes it") {
  const Workflow workflow = read_workflow(
      "apiVersion: automation.cloudbees.io/v1alpha1\nkind: Workflow\non: workflow_dispatch", "x.yml");
  CHECK(workflow.manual);
  CHECK_FALSE(workflow.obstacle);
  CHECK(problems(workflow) == "");
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
    REQUIRE(workflow.obstacle.has_value());
    CHECK(workflow.obstacle->message == workflow.problems[0].message);
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
