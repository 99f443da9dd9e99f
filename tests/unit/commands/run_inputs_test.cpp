#include "protocol/json.h"
#include "server/commands/run_inputs.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using workflow::Input;
using workflow::InputType;
using Answers = std::vector<protocol::FormAnswer>;
using Strings = std::vector<std::string>;

namespace {

/// One input of every kind that is treated in its own way.
workflow::Workflow some_workflow() {
  return {.name = "deploy",
          .manual = true,
          .inputs = {{.name = "target", .required = true},
                     {.name = "note"},
                     {.name = "title", .default_text = "untitled"},
                     {.name = "count", .type = InputType::number, .default_text = "007"},
                     {.name = "dry", .type = InputType::boolean, .default_text = "false"},
                     {.name = "size", .type = InputType::choice, .options = {"small", "large"}}}};
}

workflow::Workflow only(Input input) { return {.name = "w", .manual = true, .inputs = {std::move(input)}}; }

std::optional<json::object> given(std::string_view text) { return protocol::parse_json(text)->as_object(); }

struct Settled {
  std::string sent;  ///< "a=1, b=2", "?" while a question is open, "!" and the message for a failure
  Strings missing{}; ///< fields to be asked
  Strings errors{};  ///< beside the fields
};

Settled settle(const workflow::Workflow& workflow, const std::optional<json::object>& arguments,
               Answers answers, const InputAsking& asking = {}) {
  Form form(std::move(answers));
  const auto settled = settle_inputs(workflow, arguments, {}, asking, form);
  Settled seen{.missing = form.missing()};
  for (const protocol::FormField& field : form.fields())
    if (field.error) seen.errors.push_back(*field.error);
  if (!settled) {
    CHECK(settled.error().kind == ErrorKind::invalidInputs);
    seen.sent = "!" + settled.error().message;
  } else if (!*settled) {
    seen.sent = "?";
  } else {
    for (const workflow::SentInput& input : **settled)
      seen.sent += (seen.sent.empty() ? "" : ", ") + input.name + "=" + input.value;
  }
  return seen;
}

} // namespace

TEST_CASE("without inputs every one is asked for, in the author's order") {
  const Settled seen = settle(some_workflow(), std::nullopt, {});
  CHECK(seen.sent == "?");
  CHECK(seen.missing ==
        Strings{"inputs.target", "inputs.note", "inputs.title", "inputs.count", "inputs.dry", "inputs.size"});
}

TEST_CASE("with inputs, even none, only required ones that are missing are asked for") {
  CHECK(settle(some_workflow(), given("{}"), {}).missing == Strings{"inputs.target"});
  CHECK(settle(some_workflow(), given(R"({"target": "x"})"), {}).sent ==
        "target=x, title=untitled, count=007, dry=false");
  CHECK(settle(only({.name = "a", .required = true, .default_text = "d"}), given("{}"), {}).sent == "a=d");
  CHECK(settle(only({.name = "a", .required = true, .default_text = ""}), given("{}"), {}).missing ==
        Strings{"inputs.a"});
  CHECK(settle(only({.name = "a"}), given("{}"), {}).sent == "");
}

TEST_CASE("a default that was left alone is sent as the author wrote it, other numbers in shortest form") {
  const Answers first{{"inputs.target", "x"}, {"inputs.note", nullptr}, {"inputs.title", "untitled"}};
  Answers answers = first;
  answers.insert(answers.end(), {{"inputs.count", 7}, {"inputs.dry", "false"}, {"inputs.size", "small"}});
  CHECK(settle(some_workflow(), std::nullopt, answers).sent ==
        "target=x, title=untitled, count=007, dry=false, size=small");

  answers = first;
  answers.insert(answers.end(), {{"inputs.count", 1.50}, {"inputs.dry", "true"}, {"inputs.size", ""}});
  CHECK(settle(some_workflow(), std::nullopt, answers).sent ==
        "target=x, title=untitled, count=1.5, dry=true");
}

TEST_CASE(
    "an empty answer empties a text with a default, leaves others out, and is an error where required") {
  struct Row {
    std::string what;
    Input input;
    json::value answer;
    std::string sent;
  };

  const std::vector<std::string> sizes{"small", "large"};
  const std::vector<Row> rows{
      {"text with default", {.name = "a", .default_text = "d"}, nullptr, "a="},
      {"text without", {.name = "a"}, nullptr, ""},
      {"text without, empty", {.name = "a"}, "", "a="},
      {"number", {.name = "a", .type = InputType::number, .default_text = "1"}, nullptr, ""},
      {"boolean", {.name = "a", .type = InputType::boolean}, "", ""},
      {"choice", {.name = "a", .type = InputType::choice, .options = sizes}, "", ""},
      {"required text", {.name = "a", .required = true}, nullptr, "?"},
      {"required text, empty", {.name = "a", .required = true}, "", "?"},
      {"required number", {.name = "a", .type = InputType::number, .required = true}, nullptr, "?"},
      {"required choice",
       {.name = "a", .type = InputType::choice, .required = true, .options = sizes},
       "",
       "?"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Settled by_form = settle(only(row.input), std::nullopt, {{"inputs.a", row.answer}});
    CHECK(by_form.sent == row.sent);
    CHECK(by_form.errors.size() == (row.sent == "?" ? 1 : 0));
    // Null in `inputs` means the same as in a form.
    if (row.answer.is_null())
      CHECK(settle(only(row.input), json::object{{"a", nullptr}}, {}).sent == row.sent);
  }
}

TEST_CASE("a wrong answer comes back with its error, and the others are kept") {
  const Settled seen =
      settle(some_workflow(), given("{}"), {{"inputs.target", "x"}, {"inputs.count", "soon"}});
  CHECK(seen.sent == "?");
  CHECK(seen.missing == Strings{"inputs.count"});
  REQUIRE(seen.errors.size() == 1);
  CHECK(seen.errors.front().contains("count"));
}

TEST_CASE("an answer wins over an argument, and one to a name that the workflow lacks is nobody's") {
  CHECK(settle(only({.name = "a"}), given(R"({"a": "argument"})"), {{"inputs.a", "answer"}}).sent ==
        "a=answer");
  CHECK(settle(only({.name = "a"}), given("{}"), {{"inputs.gone", "x"}}).sent == "");
}

TEST_CASE("a name that the workflow lacks is invalid, with names that are near") {
  CHECK(settle(some_workflow(), given(R"({"taget": "x"})"), {}).sent ==
        "!The workflow has no input `taget`. Did you mean `target`?");
  CHECK(settle(only({.name = "a"}), given("{\"b\\n\": 1}"), {}).sent == "!The workflow has no input `b\\n`.");
}

TEST_CASE("lists and objects are no values of inputs that have a type") {
  for (const char* value : {R"({"a": [1]})", R"({"a": {}})", R"({"a": "soon"})", R"({"a": true})"}) {
    CAPTURE(value);
    CHECK(settle(only({.name = "a", .type = InputType::number}), given(value), {}).errors.size() == 1);
  }
}

TEST_CASE("earlier values are filled in, and those that were not kept are asked for") {
  const std::vector<runs::RunInput> earlier{{"note", "before"}, {"title", std::nullopt}};
  Form form({});
  const auto settled = settle_inputs(some_workflow(), given(R"({"target": "x"})"), earlier, {}, form);
  REQUIRE(settled);
  CHECK_FALSE(*settled);
  CHECK(form.missing() == Strings{"inputs.title"});

  Form all({});
  (void)settle_inputs(some_workflow(), std::nullopt, earlier, {}, all);
  CHECK(all.fields()[1].default_ == json::value("before"));
}

TEST_CASE("to change the inputs asks for all again, filled in with what was answered") {
  Form form({{"inputs.target", "x"}, {"inputs.count", 3}, {"confirmed", "change"}});
  const auto settled = settle_inputs(some_workflow(), given(R"({"note": "n"})"), {}, {}, form);
  REQUIRE(settled);
  CHECK_FALSE(*settled);
  CHECK(form.missing().size() == 6);
  CHECK(form.answers().empty());
  CHECK(form.answer("confirmed") == nullptr);
  CHECK(form.fields()[0].default_ == json::value("x"));
  CHECK(form.fields()[1].default_ == json::value("n"));
  CHECK(form.fields()[3].default_ == json::value(3));
}

TEST_CASE("what was left empty is still empty when the inputs are changed") {
  Form form({{"inputs.title", nullptr}, {"inputs.count", nullptr}, {"confirmed", "change"}});
  (void)settle_inputs(some_workflow(), std::nullopt, {}, {}, form);
  CHECK(form.fields()[2].default_ == std::nullopt);
  CHECK(form.fields()[3].default_ == std::nullopt);
}

TEST_CASE("a default that cannot be used is never sent without being chosen") {
  struct Row {
    std::string what;
    Input input;
  };

  const std::vector<Row> rows{
      {"boolean", {.name = "a", .type = InputType::boolean, .default_text = "perhaps"}},
      {"number", {.name = "a", .type = InputType::number, .default_text = "0x1F"}},
      {"empty number", {.name = "a", .type = InputType::number, .default_text = ""}},
      {"choice", {.name = "a", .type = InputType::choice, .default_text = "gone", .options = {"x"}}},
      {"empty choice", {.name = "a", .type = InputType::choice, .default_text = "", .options = {"x"}}},
      {"text", {.name = "a", .default_text = std::string(workflow::max_value_bytes + 1, 'x')}},
      {"list", {.name = "a", .default_has_no_text = true}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(settle(only(row.input), given("{}"), {}).sent == "");
    CHECK(settle(only(row.input), std::nullopt, {{"inputs.a", nullptr}}).sent == "");
    Input needed = row.input;
    needed.required = true;
    CHECK(settle(only(needed), given("{}"), {}).missing == Strings{"inputs.a"});
    CHECK(settle(only(needed), std::nullopt, {{"inputs.a", nullptr}}).errors.size() == 1);
  }
}

TEST_CASE("every spelling of a boolean default is sent as true or false, untouched or chosen") {
  const workflow::Workflow workflow = only({.name = "a", .type = InputType::boolean, .default_text = "off"});
  CHECK(settle(workflow, given("{}"), {}).sent == "a=false");
  CHECK(settle(workflow, given(R"({"a": false})"), {}).sent == "a=false");
  CHECK(settle(workflow, std::nullopt, {{"inputs.a", "false"}}).sent == "a=false");
  CHECK(settle(workflow, std::nullopt, {{"inputs.a", "true"}}).sent == "a=true");
}

TEST_CASE("an empty option is chosen like others; only the entry that says so leaves out") {
  const workflow::Workflow workflow = only({.name = "a", .type = InputType::choice, .options = {"", "x"}});
  CHECK(settle(workflow, std::nullopt, {{"inputs.a", ""}}).sent == "a=");
  CHECK(settle(workflow, std::nullopt, {{"inputs.a", "\"\""}}).sent == "a=");
  CHECK(settle(workflow, std::nullopt, {{"inputs.a", "(leave out)"}}).sent == "");
  CHECK(settle(workflow, std::nullopt, {{"inputs.a", nullptr}}).sent == "");
  CHECK(settle(workflow, given(R"({"a": ""})"), {}).sent == "a=");
  CHECK(settle(workflow, given(R"({"a": null})"), {}).sent == "");
  const workflow::Workflow plain = only({.name = "a", .type = InputType::choice, .options = {"x"}});
  CHECK(settle(plain, std::nullopt, {{"inputs.a", ""}}).sent == "");
  CHECK(settle(plain, std::nullopt, {{"inputs.a", "(leave out)"}}).errors.size() == 1);
}

TEST_CASE("y, n, yes and no are booleans in a terminal alone") {
  const workflow::Workflow flag = only({.name = "a", .type = InputType::boolean, .required = true});
  const InputAsking terminal{.yes_and_no = true};
  CHECK(settle(flag, given(R"({"a": "Yes"})"), {}, terminal).sent == "a=true");
  CHECK(settle(flag, given(R"({"a": "n"})"), {}, terminal).sent == "a=false");
  CHECK(settle(flag, given(R"({"a": "yes"})"), {}).errors.size() == 1);
  CHECK(settle(only({.name = "a"}), given(R"({"a": "yes"})"), {}, terminal).sent == "a=yes");
}

TEST_CASE("text stays as typed, and JSON numbers are exact or refused") {
  const workflow::Workflow text = only({.name = "a"});
  const workflow::Workflow number = only({.name = "a", .type = InputType::number});
  for (const std::string typed : {"1.20", "007", "12345678901234567890123"}) {
    CAPTURE(typed);
    CHECK(settle(text, std::nullopt, {{"inputs.a", json::string(typed)}}).sent == "a=" + typed);
    CHECK(settle(number, std::nullopt, {{"inputs.a", json::string(typed)}}).sent == "a=" + typed);
  }
  CHECK(settle(text, std::nullopt, {{"inputs.a", "1e3"}}).sent == "a=1e3");
  CHECK(settle(number, std::nullopt, {{"inputs.a", "1e3"}}).sent == "a=1000");
  for (const workflow::Workflow& either : {text, number}) {
    CHECK(settle(either, given(R"({"a": 9007199254740993})"), {}).sent == "a=9007199254740993");
    CHECK(settle(either, given(R"({"a": 18446744073709551615})"), {}).sent == "a=18446744073709551615");
    CHECK(settle(either, given(R"({"a": 0.123456789012345})"), {}).sent == "a=0.123456789012345");
    for (const char* number_text : {"0.1234567890123456", "12345678901234567890123", "0.30000000000000004",
                                    "1.00000000000000000001", "100000000000000000000001"}) {
      CAPTURE(number_text);
      const Settled seen = settle(either, given(fmt::format(R"({{"a": {}}})", number_text)), {});
      CHECK(seen.errors.size() == 1);
      CHECK(seen.errors.front().contains("send it as text"));
    }
  }
}
