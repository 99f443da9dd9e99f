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

TEST_CASE("booleans are those of YAML 1.2") {
  for (const char* text : {"true", "True", "TRUE", "!!bool true", "!!bool 'true'"})
    CHECK_MESSAGE(boolean_of(*read(text).root()) == true, text);
  for (const char* text : {"false", "False", "FALSE"})
    CHECK_MESSAGE(boolean_of(*read(text).root()) == false, text);
  for (const char* text :
       {"on", "yes", "no", "off", "y", "tRUE", "'true'", "\"true\"", "!!str true", "1", "[true]", "~"})
    CHECK_MESSAGE(boolean_of(*read(text).root()) == std::nullopt, text);
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
