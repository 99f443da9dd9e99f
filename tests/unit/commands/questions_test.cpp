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
      {{.name = "n", .type = InputType::number, .default_text = "1e300"}, "number", "", "1E300", false},
      {{.name = "b", .type = InputType::boolean}, "enum", "''|true|false", "none", false},
      {{.name = "b", .type = InputType::boolean, .required = true}, "enum", "true|false", "none", true},
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
    const FormField field = input_question(row.input);
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

TEST_CASE("an earlier value stands where the author's default would") {
  const Input text{.name = "s", .default_text = "author"};
  CHECK(default_of(input_question(text, "earlier")) == "\"earlier\"");
  const Input choice{.name = "c", .type = InputType::choice, .default_text = "a", .options = {"a", "b", "c"}};
  CHECK(values_of(input_question(choice, "b")) == "b|a|c");
}

TEST_CASE("the description of an entry is never empty") {
  const Input choice{.name = "c", .type = InputType::choice, .required = true, .options = {"", "a"}};
  const FormField field = input_question(choice);
  REQUIRE(field.type.entries);
  for (const protocol::FormEntry& entry : *field.type.entries) CHECK_FALSE(entry.description.empty());
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
      input_question({.name = "c", .type = InputType::choice, .default_text = "b", .options = {"a", "b"}});
  const FormField number = input_question({.name = "n", .type = InputType::number, .default_text = "7"});
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
  CHECK(default_of(adapted(number, {"string"})) == "\"7\"");
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
