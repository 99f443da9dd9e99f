#include "server/workflow/reader.h"
#include "server/workflow/yaml_tree.h"
#include "tests/unit/workflow/reading.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

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
  for (const char* yes : {"yes", "Yes", "YES", "on", "On", "ON", "y", "Y"})
    CHECK_MESSAGE(input(fmt::format("{{required: {}}}", yes)).required, yes);
  for (const char* no : {"no", "No", "NO", "off", "Off", "OFF", "n", "N"})
    CHECK_MESSAGE(!input(fmt::format("{{required: {}}}", no)).required, no);
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
  CHECK(input("{type: boolean, default: off}").default_text == "off");
  CHECK(input("{type: boolean, default: 'Yes'}").default_text == "Yes");
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
      {"{required: maybe}", "warning 6 The field required is true or false"},
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
      {"{type: number, default: ''}", R"(warning 6 The default "" is not a decimal number.)"},
      {"{type: boolean, default: maybe}", R"(warning 6 The default "maybe" is neither true nor false.)"},
      {"{type: boolean, default: ''}", R"(warning 6 The default "" is neither true nor false.)"},
      {"{default: \"a\\0b\"}", R"(warning 6 The default "ab" is too long, or holds a NUL character.)"},
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
  CHECK(with_input("{required: 'yes'}").inputs[0].required);
  CHECK_FALSE(with_input("{required: maybe}").inputs[0].required);
  CHECK(with_input("{default: [a]}").inputs[0].default_has_no_text);
  CHECK(with_input("{type: choice, options: [a], default: ''}").inputs[0].default_text == "");
  CHECK(with_input("{type: choice, options: [a], default: b}").inputs[0].default_text == "b");
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

TEST_CASE("inputs that share one long text through aliases take no more than their bytes") {
  std::string inputs = "on:\n  workflow_dispatch:\n    inputs:\n      i0: {description: &text " +
                       std::string(max_input_bytes / 4, 'x') + "}\n";
  for (int i = 1; i < 10; ++i) inputs += fmt::format("      i{}: {{description: *text}}\n", i);
  const Workflow workflow = with(inputs);
  CHECK(names(workflow) == "i0 i1 i2 ");
  CHECK(text_bytes(workflow) <= max_input_bytes + 100);
  CHECK(problems(workflow).contains("only the inputs before this one count"));
}

TEST_CASE("of the fields of an input only so many are looked at") {
  std::string fields = "{";
  for (int i = 0; i < 200; ++i) fields += fmt::format("f{}: v, ", i);
  const Workflow workflow = with_input(fields + "type: number}");
  REQUIRE(workflow.inputs.size() == 1);
  CHECK(workflow.inputs[0].type == InputType::string);
  CHECK(with_input("{f: v, type: number}").inputs.at(0).type == InputType::number);
}

TEST_CASE("a name's range is right behind wide characters, quoted or not") {
  const Workflow workflow =
      with("on: {workflow_dispatch: {inputs: {'é😀': , n: {description: 😀}, \"q r\": }}}");
  REQUIRE(names(workflow) == "é😀 n q r ");
  CHECK(workflow.inputs[0].range == Range{{3, 34, 34}, {3, 42, 39}});
  CHECK(workflow.inputs[1].range == Range{{3, 46, 43}, {3, 47, 44}});
  CHECK(workflow.inputs[2].range == Range{{3, 70, 65}, {3, 75, 70}});
}
