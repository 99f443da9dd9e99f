#include "server/workflow/scalar_source.h"
#include "server/workflow/source_tree.h"

#include <doctest/doctest.h>

using namespace unify_ls::workflow;

namespace {

const YamlNode& first_value(const SourceTree& source) {
  REQUIRE(source.root() != nullptr);
  return *source.root()->entries.at(0).value;
}

} // namespace

TEST_CASE("every node has its bytes and its style, a byte order mark counted") {
  const SourceTree source("\xEF\xBB\xBFé: {k: 'x'}\nb: [1, \"2\"]\nc: |\n  t\nd: >-\n  f\n");
  const YamlNode& root = *source.root();
  CHECK(source.text(root.entries[0].key->span) == "é");
  CHECK(source.text(root.entries[0].value->span) == "{k: 'x'}");
  CHECK(root.entries[0].value->flow);
  CHECK(root.entries[0].value->entries[0].value->style == YamlNode::Style::single_quoted);
  CHECK(source.text(root.entries[1].value->span) == "[1, \"2\"]");
  CHECK(root.entries[1].value->items[1]->style == YamlNode::Style::double_quoted);
  CHECK(root.entries[2].value->style == YamlNode::Style::literal);
  CHECK(root.entries[3].value->style == YamlNode::Style::folded);
  CHECK_FALSE(root.flow);
  CHECK(root.complete);
  for (const YamlEntry& entry : root.entries) {
    CHECK(source.range(entry.key->span) == entry.key->range);
    CHECK(source.range(entry.value->span) == entry.value->range);
  }
}

TEST_CASE("a part of a scalar is found in the text, however it is written") {
  struct Row {
    std::string text;
    std::string part; ///< of the value
    std::string source;
  };

  const Row rows[] = {
      {"a: x ${{ b }} y\n", "${{ b }}", "${{ b }}"},
      {"a: 'it''s ${{ b }}'\n", "${{ b }}", "${{ b }}"},
      {"a: 'it''s ${{ b }}'\n", "'s", "''s"},
      {"a: \"é\\t\\\"${{ b }}\\n\"\n", "${{ b }}", "${{ b }}"},
      {"a: |\n  one\n\n    ${{ b }}\n  two\n", "${{ b }}", "${{ b }}"},
      {"a: |\n  one\n\n    ${{ b }}\n  two\n", "two\n", "two"},
      {"a: |2\n    ${{ b }}\n  two\n", "${{ b }}", "${{ b }}"},
      {"a: |\r\n  one\r\n  ${{ b }}\r\n", "${{ b }}", "${{ b }}"},
      {"a: >-\n  one\n  two ${{ b }}\n\n  three\n", "${{ b }}", "${{ b }}"},
      {"a: >-\n  one\n  two\n\n  three\n", "two\nthree", "two\n\n  three"},
      {"a: >-\n  one\n    more\n  two\n", "two", "two"},
      {"a: one\n  two ${{ b }}\n\n  three\n", "${{ b }}\nthree", "${{ b }}\n\n  three"},
      {"a: 'one\n  two ${{ b }}  \n  three'\n", "${{ b }} three", "${{ b }}  \n  three"},
      {"a: \" one\n  ${{ b }} \"\n", " one ${{ b }} ", " one\n  ${{ b }} "},
      {"a: \"\\x1b[1m ${{ b }} x\"\n", "${{ b }}", "${{ b }}"},
      {"a: \"\\u00e9 \\U0001F680 ${{ b }} x\"\n", "${{ b }}", "${{ b }}"},
      {"a: \"\\u00e9 \\U0001F680 ${{ b }} x\"\n", "\xC3\xA9 ", "\\u00e9 "},
      {"a: \"\\u00e9 \\U0001F680 ${{ b }} x\"\n", "\x9F\x9A", "\\U0001F680"},
      {"a: \"\\N\\_\\L\\P\\0\\a\\b\\v\\f\\r\\e\\/\\\\\\\t${{ b }}\"\n", "${{ b }}", "${{ b }}"},
      {"a: \"${{ b\\u002e\\x63 }}\"\n", "b.c", "b\\u002e\\x63"},
      {"a: \"one \\\n  two ${{ b }}\"\n", "one two ${{ b }}", "one \\\n  two ${{ b }}"},
      {"a: \"one\\\r\n\r\n  ${{ b }} \\\r\n  x\"\n", "one\n${{ b }} x", "one\\\r\n\r\n  ${{ b }} \\\r\n  x"},
      {"a: \"x\\\\\n\n  \\  ${{ b }}\\ \n  \\n\"\n", "${{ b }}  \n", "${{ b }}\\ \n  \\n"},
      {"a: \"x\\\n  \\  ${{ b }}\"\n", "  ${{ b }}", "\\  ${{ b }}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CAPTURE(row.part);
    const SourceTree source(row.text);
    const YamlNode& value = first_value(source);
    CHECK(ScalarSource(source.text(), value).exact());
    const std::size_t at = value.value.find(row.part);
    REQUIRE(at != std::string::npos);
    CHECK(source.text(source.span_in(value, at, at + row.part.size())) == row.source);
  }
}

TEST_CASE("where a part cannot be placed exactly, the whole scalar stands for it") {
  // The next-line character is a line end to YAML 1.1; an empty value has no parts.
  for (const char* text :
       {"a: one\xC2\x85  b\n", "a: \"one\xC2\x85  b\"\n", "a: |\n  one\xC2\x85  b\n", "a: ''\n"}) {
    CAPTURE(text);
    const SourceTree source(text);
    const YamlNode& value = first_value(source);
    CHECK_FALSE(ScalarSource(source.text(), value).exact());
    CHECK(source.span_in(value, 0, 1) == value.span);
  }
}

TEST_CASE("a part at either end, and one without length, lie inside the scalar") {
  const SourceTree source("a: 'x y'\n");
  const YamlNode& value = first_value(source);
  CHECK(source.span_in(value, 0, 0) == Span{4, 4});
  CHECK(source.span_in(value, 3, 3) == Span{7, 7});
  CHECK(source.span_in(value, 0, 3) == Span{4, 7});
}
