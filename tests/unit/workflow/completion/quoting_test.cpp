#include "server/workflow/completion/quoting.h"
#include "server/workflow/schema/place.h"
#include "support.h"

#include <fmt/format.h>

#include <array>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

using Style = YamlNode::Style;

constexpr std::array texts{"main",       "release/[0-9]*",
                           "feat/{a,b}", "it's",
                           "it's #1",    "#1 it's",
                           "a: b",       "a b",
                           " a",         "a ",
                           "~",          "null",
                           "NULL",       "",
                           "- x",        "-x",
                           "a\\b",       "say \"hi\"",
                           "two\nlines", "tab\there",
                           "a:",         "a,b",
                           "x #y",       "*/5 * * * *",
                           "caf\u00e9",  "\u2028x",
                           "!x",         "@x",
                           "'",          "''",
                           "\"",         "a\t#b"};

/// The value that YAML reads where a text was written.
std::string read_back(const std::string& document) {
  const auto tree = parse_yaml(document);
  if (!tree) return "no YAML: " + document;
  const YamlNode& value = *tree->root()->entries.at(0).value;
  return value.is_sequence() ? value.items.back()->value : value.value;
}

const std::string job = "jobs:\n  a:\n    outputs:\n      tag: x\n  b:\n    needs: a\n";

} // namespace

TEST_CASE("a value is read as the text that it stands for, in every style") {
  for (const std::string text : texts) {
    CAPTURE(text);
    CHECK(read_back(fmt::format("a: {}\n", as_value(text, {}).value())) == text);
    CHECK(read_back(fmt::format("a: [x, {}]\n", as_value(text, {.flow = true}).value())) == text);
    CHECK(read_back(fmt::format("a: \"{}\"\n", as_value(text, {.style = Style::double_quoted}).value())) ==
          text);
    const auto single = as_value(text, {.style = Style::single_quoted});
    CHECK(single.has_value() ==
          (text.find_first_of("\n\t") == std::string::npos && !text.contains("\u2028")));
    if (single) CHECK(read_back(fmt::format("a: '{}'\n", *single)) == text);
  }
  // No more quotes than are needed.
  CHECK(as_value("it's", {}) == "it's");
  CHECK(as_value("feat/{a,b}", {}) == "feat/{a,b}");
  CHECK(as_value("caf\u00e9", {.style = Style::double_quoted}) == "caf\u00e9");
}

TEST_CASE("a part of a value does not end it") {
  CHECK(as_part("'a'", {.style = Style::single_quoted}) == "''a''");
  CHECK(as_part("'a'", {}) == "'a'");
  CHECK(as_part("'a \"b\"'", {.style = Style::double_quoted}) == "'a \\\"b\\\"'");
  CHECK(as_part("a, b", {}) == "a, b");
  CHECK_FALSE(as_part("a, b", {.flow = true}));
  CHECK_FALSE(as_part("a #b", {}));
  CHECK(as_part("a #b", {.style = Style::literal}) == "a #b");
}

TEST_CASE("what is offered fits between the quotes and brackets that are there") {
  Usage used;
  used.branches = {"release/[0-9]*"};
  used.environments = {"it's #1"};
  const auto after = [&used](const std::string& text, std::string_view label) {
    return taken(text, label, FileKind::workflow, used);
  };
  const std::string branches = "on:\n  push:\n    branches: ";
  CHECK(after(branches + "[main, ▮]\n", "release/[0-9]*") == branches + "[main, 'release/[0-9]*']\n");
  CHECK(after(branches + "[main, '▮']\n", "release/[0-9]*") == branches + "[main, 'release/[0-9]*']\n");
  CHECK(after(branches + "\n      - ▮\n", "release/[0-9]*") == branches + "\n      - release/[0-9]*\n");
  const std::string environment = job + "    environment: ";
  CHECK(after(environment + "▮\n", "it's #1") == environment + "'it''s #1'\n");
  CHECK(after(environment + "'▮'\n", "it's #1") == environment + "'it''s #1'\n");
  CHECK(after(environment + "\"▮\"\n", "it's #1") == environment + "\"it's #1\"\n");
}

TEST_CASE("names in brackets keep the quotes of YAML") {
  const std::string condition = job + "    if: ";
  CHECK(taken(condition + "'${{ needs[▮] }}'\n", "a") == condition + "'${{ needs[''a''] }}'\n");
  CHECK(taken(condition + "\"${{ needs[▮] }}\"\n", "a") == condition + "\"${{ needs['a'] }}\"\n");
  CHECK(taken(condition + "${{ needs[▮] }}\n", "a") == condition + "${{ needs['a'] }}\n");
  CHECK(taken(condition + "'${{ needs.a.outputs[''▮''] }}'\n", "tag") ==
        condition + "'${{ needs.a.outputs[''tag''] }}'\n");
  CHECK(taken(condition + "'${{ needs.a.outputs[''t▮''] }}'\n", "tag") ==
        condition + "'${{ needs.a.outputs[''tag''] }}'\n");
  CHECK(labels(condition + "'${{ needs[''a''].outputs.▮ }}'\n") == Labels{"tag"});
  CHECK(labels(condition + "'${{ needs['▮'a''].outputs }}'\n").empty()); // between the two of one quote
  Usage used;
  used.vars = {"say \"hi\""};
  const std::string quoted =
      taken(condition + "\"${{ vars[▮] }}\"\n", "say \"hi\"", FileKind::workflow, used);
  CHECK(quoted == condition + "\"${{ vars['say \\\"hi\\\"'] }}\"\n");
}
