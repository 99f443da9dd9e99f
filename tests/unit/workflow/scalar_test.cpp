#include "server/workflow/scalar.h"

#include <doctest/doctest.h>

using namespace unify_ls::workflow;

namespace {

YamlTree read(std::string_view text) {
  auto tree = parse_yaml(text);
  REQUIRE(tree.has_value());
  return *std::move(tree);
}

} // namespace

TEST_CASE("booleans are those of YAML 1.2, and where one is wanted those of 1.1 too") {
  const auto check = [](std::string_view text, std::optional<bool> core, std::optional<bool> spelled) {
    CAPTURE(text);
    CHECK(boolean_of(*read(text).root()) == core);
    CHECK(spelled_boolean(*read(text).root()) == spelled);
  };
  for (const char* text : {"true", "True", "TRUE", "!!bool true", "!!bool 'true'"}) check(text, true, true);
  for (const char* text : {"false", "False", "FALSE"}) check(text, false, false);
  for (const char* text : {"yes", "Yes", "YES", "y", "Y", "on", "On", "ON"}) check(text, std::nullopt, true);
  for (const char* text : {"no", "No", "NO", "n", "N", "off", "Off", "OFF"}) check(text, std::nullopt, false);
  for (const char* text : {"tRUE", "yEs", "'true'", "\"no\"", "!!str true", "1", "0", "[true]", "~", "maybe"})
    check(text, std::nullopt, std::nullopt);
}

TEST_CASE("what somebody gives for a boolean is true or false") {
  for (const char* text : {"true", "True", "TRUE"}) CHECK_MESSAGE(boolean_of_text(text) == true, text);
  for (const char* text : {"false", "False", "FALSE"}) CHECK_MESSAGE(boolean_of_text(text) == false, text);
  for (const char* text : {"", "yes", "no", "on", "y", "1", " true"})
    CHECK_MESSAGE(boolean_of_text(text) == std::nullopt, text);
}

TEST_CASE("null is nothing, a tilde or the word, unquoted") {
  for (const char* text : {"~", "null", "Null", "NULL", "!!null ''"})
    CHECK_MESSAGE(is_null(*read(text).root()), text);
  for (const char* text : {"''", "'null'", "\"~\"", "nULL", "none", "[]", "{}", "!!str", "0"})
    CHECK_MESSAGE(!is_null(*read(text).root()), text);
  const YamlTree tree = read("empty:");
  CHECK(is_null(*tree.root()->entries.at(0).value));
}

TEST_CASE("a scalar's text is the author's") {
  CHECK(text_of(*read("007").root()) == "007");
  CHECK(text_of(*read("True").root()) == "True");
  CHECK(text_of(*read("''").root()) == "");
  CHECK(text_of(*read("'null'").root()) == "null");
  CHECK(text_of(*read("null").root()) == std::nullopt);
  CHECK(text_of(*read("[a]").root()) == std::nullopt);
}
