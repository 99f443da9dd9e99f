#include "server/commands/questions.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using protocol::FormField;
using workflow::Input;
using workflow::InputType;

namespace {

/// "value|value…" of a list's entries.
std::string values_of(const FormField& field) {
  std::string values;
  for (const protocol::FormEntry& entry : field.type.entries.value_or(std::vector<protocol::FormEntry>{}))
    values += (values.empty() ? "" : "|") + (entry.value.empty() ? "''" : entry.value);
  return values;
}

std::string default_of(const FormField& field) {
  return field.default_ ? protocol::to_text(*field.default_) : "none";
}

/// "value: description" of a list's entries, one a line.
std::string entries_of(const FormField& field) {
  std::string lines;
  for (const protocol::FormEntry& entry : field.type.entries.value_or(std::vector<protocol::FormEntry>{}))
    lines += entry.value + ": " + entry.description + "\n";
  return lines;
}

/// As a client that declares nothing of ours is asked, and as one that marks an entry by itself.
constexpr InputAsking plain{};
constexpr InputAsking marking{.preselects = true};

FormField asked(const Input& input, const GivenBefore& before = {}, const InputAsking& asking = plain) {
  return input_question(input, before, asking);
}

Input choice(std::vector<std::string> options, std::optional<std::string> by_default = {}) {
  return {.name = "c",
          .type = InputType::choice,
          .required = true,
          .default_text = std::move(by_default),
          .options = std::move(options)};
}

Input boolean(std::optional<std::string> by_default = {}) {
  return {.name = "b", .type = InputType::boolean, .required = true, .default_text = std::move(by_default)};
}

Input optional(Input input) {
  input.required = false;
  return input;
}

FormField adapted(FormField field, const std::set<std::string, std::less<>>& kinds,
                  const std::vector<protocol::FormEntry>& lazy = {}) {
  adapt_kind(field, [&](std::string_view kind) { return kinds.contains(kind); }, lazy);
  return field;
}

} // namespace

TEST_CASE("an input is asked for by its type, the default first and in the field's own type") {
  struct Row {
    Input input;
    std::string kind;
    std::string values;
    std::string default_;
    bool required;
  };

  const std::vector<std::string> options{"dev", "stage", "prod"};
  const std::vector<Row> rows{
      {{.name = "s"}, "string", "", "none", false},
      {{.name = "s", .required = true}, "string", "", "none", true},
      {{.name = "s", .required = true, .default_text = "x"}, "string", "", "\"x\"", true},
      {{.name = "s", .default_text = ""}, "string", "", "none", false},
      {{.name = "n", .type = InputType::number, .default_text = "007"}, "number", "", "7", false},
      {{.name = "n", .type = InputType::number, .default_text = "2.5"}, "number", "", "2.5E0", false},
      {{.name = "n", .type = InputType::number, .default_text = "soon"}, "number", "", "none", false},
      {{.name = "n", .type = InputType::number, .default_text = "inf"}, "number", "", "none", false},
      {{.name = "n", .type = InputType::number, .default_text = "1e300"}, "number", "", "none", false},
      {{.name = "n", .type = InputType::number, .default_text = "1e30"}, "number", "", "1E30", false},
      {{.name = "n", .type = InputType::number, .default_text = "12345678901234567890123"},
       "string",
       "",
       "\"12345678901234567890123\"",
       false},
      {{.name = "b", .type = InputType::boolean}, "enum", "''|false|true", "none", false},
      {{.name = "b", .type = InputType::boolean, .required = true}, "enum", "false|true", "none", true},
      {{.name = "b", .type = InputType::boolean, .default_text = "maybe"},
       "enum",
       "''|false|true",
       "none",
       false},
      {{.name = "b", .type = InputType::boolean, .default_text = "No"},
       "enum",
       "false|true",
       "\"false\"",
       false},
      {{.name = "b", .type = InputType::boolean, .default_text = "false"},
       "enum",
       "false|true",
       "\"false\"",
       false},
      {{.name = "c", .type = InputType::choice, .options = options},
       "enum",
       "''|dev|stage|prod",
       "none",
       false},
      {{.name = "c", .type = InputType::choice, .default_text = "prod", .options = options},
       "enum",
       "prod|dev|stage",
       "\"prod\"",
       false},
  };
  for (const Row& row : rows) {
    const FormField field = asked(row.input);
    CAPTURE(row.input.name);
    CAPTURE(row.default_);
    CHECK(field.id == "inputs." + row.input.name);
    CHECK(field.type.kind == row.kind);
    CHECK(values_of(field) == row.values);
    CHECK(default_of(field) == row.default_);
    CHECK(field.required == row.required);
    CHECK_FALSE(field.description.empty());
  }
}

TEST_CASE("an earlier run's value stands where the author's default would") {
  const Input text{.name = "s", .default_text = "author"};
  CHECK(default_of(asked(text, {.run = "earlier"})) == "\"earlier\"");
  const Input list = choice({"a", "b", "c"}, "a");
  CHECK(entries_of(asked(list, {.run = "b"})) == "b: b (current)\na: a (default)\nc: c\n");
  CHECK(default_of(asked(list, {.run = "b"})) == "\"b\"");
  CHECK(default_of(asked(boolean("no"), {.run = "True"})) == "\"true\"");
  CHECK(default_of(asked(list, {.run = "gone"})) == "\"a\"");
}

TEST_CASE("no entry moves for a client that preselects, and the default is first for all others") {
  const Input list = choice({"a", "b", "c"}, "b");
  for (const std::string given : {"a", "b", "c"}) {
    CAPTURE(given);
    CHECK(values_of(asked(list, {.answer = given}, marking)) == "a|b|c");
    CHECK(values_of(asked(list, {.answer = given})) == "b|a|c");
    CHECK(values_of(asked(list, {.run = "c", .answer = given})) == "c|a|b");
    for (const InputAsking& asking : {plain, marking})
      CHECK(default_of(asked(list, {.answer = given}, asking)) == "\"" + given + "\"");
  }
  CHECK(entries_of(asked(list, {}, marking)) == "a: a\nb: b (default)\nc: c\n");
  CHECK(entries_of(asked(list, {.answer = "c"}, marking)) == "a: a\nb: b (default)\nc: c (current)\n");
  CHECK(entries_of(asked(list, {.answer = "b"}, marking)) == "a: a\nb: b (default) (current)\nc: c\n");
  CHECK(values_of(asked(boolean("OFF"), {}, marking)) == "true|false");
  CHECK(values_of(asked(boolean("OFF"), {.answer = true})) == "false|true");
}

TEST_CASE("what cannot be preselected is chosen") {
  for (const Input& input :
       {boolean(), boolean("perhaps"), choice({"a", "b"}), choice({"a", "b"}, "gone"), choice({"a"}, "")}) {
    CHECK(default_of(asked(input, {}, marking)) == "none");
    CHECK_FALSE(entries_of(asked(input, {}, marking)).contains("(default)"));
  }
  CHECK(default_of(asked(choice({"a", "b"}, "a"), {.answer = "gone"}, marking)) == "none");
  // Leaving out is an entry of its own, and never one of the author's.
  CHECK(entries_of(asked(optional(boolean()), {}, marking)) == ": (leave out)\nfalse: false\ntrue: true\n");
  CHECK(default_of(asked(optional(boolean()), {}, marking)) == "\"\"");
  CHECK(default_of(asked(optional(boolean()))) == "none");
  CHECK(entries_of(asked(optional(choice({"a"})), {.answer = std::monostate()}, marking)) ==
        ": (leave out) (current)\na: a\n");
}

TEST_CASE("an empty option is an option, and the entry that leaves out is told from all others") {
  CHECK(entries_of(asked(choice({"", "a"}))) == ": \"\"\na: a\n");
  CHECK(entries_of(asked(choice({"a", ""}, ""), {}, marking)) == "a: a\n: \"\" (default)\n");
  CHECK(default_of(asked(choice({"a", ""}, ""), {}, marking)) == "\"\"");
  CHECK(default_of(asked(choice({"a", ""}, ""))) == "none");
  CHECK(entries_of(asked(optional(choice({"", "a"})))) == "(leave out): (leave out)\n: \"\"\na: a\n");
  CHECK(entries_of(asked(optional(choice({"(leave out)", "a (default)"})))) ==
        ": (leave out)\n(leave out): \"(leave out)\"\na (default): \"a (default)\"\n");
  CHECK(leave_out_value(choice({"", "(leave out)"})) == "((leave out))");
}

TEST_CASE(
    "a text begins with what was given before, line breaks and all, and with nothing when that was empty") {
  const Input text{.name = "s", .default_text = "one\ntwo\n"};
  CHECK(asked(text).default_ == json::value("one\ntwo\n"));
  CHECK(asked(text, {.answer = "1\n2"}).default_ == json::value("1\n2"));
  CHECK(asked(text, {.answer = std::monostate()}).default_ == std::nullopt);
  const Input number{.name = "n", .type = InputType::number, .default_text = "1.20"};
  CHECK(asked(number, {.answer = std::monostate()}).default_ == std::nullopt);
  CHECK(asked(number, {.answer = "many"}).type.kind == "number");
  const FormField typed = asked(number, {}, {.numbers = false});
  CHECK(typed.type.kind == "string");
  CHECK(typed.default_ == json::value("1.20"));
}

TEST_CASE("a description of several lines is one line") {
  const Input input{
      .name = "s", .description = "Where to:\n  staging,\tor\r\nproduction\n", .required = true};
  CHECK(asked(input).description == "s: Where to: staging, or production");
  CHECK(shown_words(" a\n\nb\u202e ") == "a b\\u202E");
}

TEST_CASE("lists that are no input's begin with their first entry where the client preselects") {
  FormField files{
      .id = "file",
      .type = {.kind = "enum", .entries = std::vector<protocol::FormEntry>{{"a", "a"}, {"b", "b"}}}};
  preselect_first(files);
  CHECK(default_of(files) == "\"a\"");
  FormField input = asked(choice({"a", "b"}), {}, marking);
  preselect_first(input);
  CHECK(default_of(input) == "none");
  FormField branch = branch_question("/repo", "Branch");
  preselect_first(branch);
  CHECK(default_of(branch) == "none");
}

TEST_CASE("what a repository writes is shown as it is, and can neither steer nor link") {
  CHECK(shown("plain é") == "plain é");
  CHECK(shown("a\nb\u202ec") == "a\\nb\\u202Ec");
  CHECK_FALSE(shown("[x](command:y)").contains("]("));
  CHECK_FALSE(shown("[x]](command:y)").contains("]("));
  const std::string cut = shown(std::string(500, 'a'));
  CHECK(cut.ends_with("… (500 bytes)"));
  CHECK(cut.size() < 230);
}

TEST_CASE("kinds that a client lacks are replaced") {
  const FormField list =
      asked({.name = "c", .type = InputType::choice, .default_text = "b", .options = {"a", "b"}});
  const FormField number = asked({.name = "n", .type = InputType::number, .default_text = "7"});
  const FormField branch = branch_question("/repo", "Branch");
  const std::vector<protocol::FormEntry> branches{{"main", "main"}, {"dev", "dev"}};

  CHECK(adapted(list, {"enum", "string"}).type.kind == "enum");
  CHECK(adapted(number, {"number", "string"}).type.kind == "number");
  CHECK(adapted(branch, {"lazyEnum"}).type.source == "branches");

  const FormField text = adapted(list, {"string"});
  CHECK(text.type.kind == "string");
  CHECK_FALSE(text.type.entries);
  CHECK(text.description.contains("[b | a]"));
  CHECK(default_of(text) == "\"b\"");
  CHECK(adapted(asked(optional(choice({"", "a"}))), {"string"}).description == R"(c (optional) ["" | a])");
  CHECK(default_of(adapted(asked(choice({"a", "b"})), {"string"})) == "none");
  CHECK(values_of(adapted(branch, {"enum"}, branches)) == "main|dev");
  CHECK(adapted(branch, {"string"}, branches).description.contains("[main | dev]"));

  const FormField secret{.id = "token",
                         .type = {.kind = "secret", .args = std::vector<std::string>{"token"}}};
  CHECK(adapted(secret, {"string"}).type.kind == "secret");
}

TEST_CASE("nobody who types instead of choosing consents by leaving what is filled in") {
  const FormField confirmed{
      .id = "confirmed",
      .type = {.kind = "enum",
               .entries = std::vector<protocol::FormEntry>{{"1-ab", "Run"}, {"cancel", "Cancel"}}}};
  CHECK(default_of(adapted(confirmed, {"string"})) == "none");
}
