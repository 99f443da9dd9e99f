#include "server/workflow/scalar.h"
#include "server/workflow/yaml_tree.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace unify_ls::workflow;

namespace {

YamlTree read(std::string_view text) {
  auto tree = parse_yaml(text);
  REQUIRE_MESSAGE(tree.has_value(), (tree ? "" : tree.error().message));
  return *std::move(tree);
}

Problem failure(std::string_view text) {
  const auto tree = parse_yaml(text);
  REQUIRE_FALSE(tree.has_value());
  return tree.error();
}

const YamlNode& value(const YamlNode& mapping, std::string_view key) {
  const YamlNode* found = find_value(merged_entries(mapping), key);
  REQUIRE(found != nullptr);
  return *found;
}

/// `line:column-line:column` in UTF-16 units.
std::string shown(const Range& range) {
  return fmt::format("{}:{}-{}:{}", range.start.line, range.start.utf16, range.end.line, range.end.utf16);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

} // namespace

TEST_CASE("every kind and style of node is told apart") {
  const YamlTree tree =
      read("plain: a b\nsingle: 'c'\ndouble: \"d\\n\"\nblock: |\n  e\n  f\nlist: [1, x]\nmap: {k: v}\n"
           "tagged: !!str 1\nanchored: &here deep\nalias: *here\n");
  const YamlNode& root = *tree.root();
  REQUIRE(root.is_mapping());
  CHECK(root.entries.size() == 9);
  CHECK(value(root, "plain").value == "a b");
  CHECK(value(root, "plain").style == YamlNode::Style::plain);
  CHECK(value(root, "single").style == YamlNode::Style::single_quoted);
  CHECK(value(root, "double").value == "d\n");
  CHECK(value(root, "block").value == "e\nf\n");
  CHECK(value(root, "block").style == YamlNode::Style::literal);
  CHECK(value(root, "list").items.size() == 2);
  CHECK(value(root, "map").entries.at(0).value->value == "v");
  CHECK(value(root, "tagged").tag == "tag:yaml.org,2002:str");
  CHECK(value(root, "anchored").anchor == "here");
  const YamlNode& alias = *root.entries.back().value;
  CHECK(alias.kind == YamlNode::Kind::alias);
  CHECK(alias.value == "here");
  CHECK(resolved(alias).value == "deep");
}

TEST_CASE("ranges hold the node alone, in both encodings") {
  struct Row {
    std::string_view text;
    std::string_view key, value;
  };

  const Row rows[] = {
      {"name: x", "0:0-0:4", "0:6-0:7"},
      {"\"na me\": 'x y'", "0:0-0:7", "0:9-0:14"},
      {"# é😀\n  name: |\n    x\n", "1:2-1:6", "1:8-3:0"},
      {"{ 'é😀': x, b: y}", "0:2-0:7", "0:9-0:10"},
      {"name:\n  &a !!map # c\n  # d\n  k: v\n\n\n# end", "0:0-0:4", "3:2-3:6"},
      {"&k name: &v x", "0:3-0:7", "0:12-0:13"},
      {"name: &v\n", "0:0-0:4", "0:8-0:8"},
      {"&k:: x", "0:2-0:3", "0:5-0:6"},
      {"name: !t &v\n &k::", "0:0-0:4", "1:1-1:5"},
      {"name: &v\n- &i x", "0:0-0:4", "1:0-1:6"},
      {"name:", "0:0-0:4", "0:5-0:5"},
      {"name:\n- a\n- b\n\n\n", "0:0-0:4", "1:0-2:3"},
      {"name: [a,\n  b]\n", "0:0-0:4", "0:6-1:4"},
      {"\xEF\xBB\xBFname: x", "0:0-0:4", "0:6-0:7"},
      {"a: 1\r\nname: x\r\n", "0:0-0:1", "0:3-0:4"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const YamlTree tree = read(row.text);
    const YamlEntry& entry = tree.root()->entries.at(0);
    CHECK(shown(entry.key->range) == row.key);
    CHECK(shown(entry.value->range) == row.value);
  }
  const YamlTree tree = read("{'é😀': x}");
  CHECK(tree.root()->entries.at(0).key->range.end == Position{0, 9, 6});
}

TEST_CASE("line numbers agree with editors after CR LF, CR and separators that YAML alone knows") {
  for (const char* text : {"a: 1\nb: 2", "a: 1\r\nb: 2", "a: 1\rb: 2"}) {
    CAPTURE(text);
    CHECK(shown(read(text).root()->entries.at(1).key->range) == "1:0-1:1");
  }
  CHECK(shown(read("a: 1 #\u2028b: 2\nc: 3").root()->entries.back().key->range) == "1:0-1:1");
}

TEST_CASE("a key that stands twice is a problem, and both entries stay") {
  const YamlTree tree = read("a: 1\nb: {c: 1, 'c': 2}\na: 2\n");
  CHECK(tree.root()->entries.size() == 3);
  REQUIRE(tree.problems().size() == 2);
  CHECK(shown(*tree.problems()[0].range) == "1:10-1:13");
  CHECK(shown(*tree.problems()[1].range) == "2:0-2:1");
  CHECK(tree.problems()[1].severity == Severity::error);
  CHECK(value(*tree.root(), "a").value == "1");
  CHECK(read("a: {x: 1}\nb: {x: 1}\n").problems().empty());
}

TEST_CASE("problems are cut where they stop helping") {
  CHECK(read(repeated("a: 1\n", 10 * max_problems)).problems().size() == max_problems);
}

TEST_CASE("an alias means the latest anchor before it") {
  const YamlTree tree = read("- &a 1\n- *a\n- &a 2\n- *a\n");
  CHECK(resolved(*tree.root()->items[1]).value == "1");
  CHECK(resolved(*tree.root()->items[3]).value == "2");
  CHECK(tree.problems().empty());
}

TEST_CASE("an alias without an anchor is a problem and reads as nothing") {
  for (const char* text : {"a: *nowhere\n", "a: *later\nb: &later 1\n"}) {
    CAPTURE(text);
    const YamlTree tree = read(text);
    REQUIRE(tree.problems().size() == 1);
    CHECK(tree.problems()[0].severity == Severity::error);
    CHECK(is_null(value(*tree.root(), "a")));
  }
}

TEST_CASE("merge keys bring in what the mapping does not have itself") {
  const YamlTree tree = read("base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\n"
                             "one: {z: 0, <<: *base, b: own}\nlist: {<<: [*base, *more]}\n"
                             "nested: &n {<<: *base, c: 5}\nuses: {<<: *n}\nquoted: {'<<': *base}\n");
  const auto keys_of = [&](std::string_view key) {
    std::string keys;
    for (const YamlEntry& entry : merged_entries(value(*tree.root(), key)))
      keys += fmt::format("{}={} ", entry.key->value, resolved(*entry.value).value);
    return keys;
  };
  CHECK(keys_of("one") == "z=0 a=1 b=own ");
  CHECK(keys_of("list") == "a=1 b=2 c=4 ");
  CHECK(keys_of("uses") == "c=5 a=1 b=2 ");
  CHECK(keys_of("quoted") == "<<= ");
  CHECK(merged_entries(*read("[a]").root()).empty());
}

TEST_CASE("cycles of aliases end") {
  const YamlTree list = read("&a [*a, x]");
  CHECK(&resolved(*list.root()->items[0]) == list.root());
  CHECK(merged_entries(*read("&a {<<: *a, k: v}").root()).size() == 1);
  const YamlTree two = read("x: &x {<<: *x, a: 1, in: &y {<<: [*x, *y], b: 2}}");
  CHECK(merged_entries(value(value(*two.root(), "x"), "in")).size() == 3);
}

TEST_CASE("a bomb of aliases is a small tree, and merging it is no more work than it has nodes") {
  std::string laughs = "a0: &a0 {k0: lol}\n";
  for (int i = 1; i < 60; ++i)
    laughs += fmt::format(
        "a{0}: &a{0} {{<<: [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}], k{0}: x}}\n", i,
        i - 1);
  laughs += "all: {<<: *a59}\n";
  const YamlTree tree = read(laughs);
  CHECK(tree.size() < 1000);
  CHECK(merged_entries(value(*tree.root(), "all")).size() == 60);
}

TEST_CASE("depth is limited, whatever it is made of") {
  for (const auto& [open, inner, close] : {std::tuple{"[", "x", "]"}, std::tuple{"{a: ", "x", "}"},
                                           std::tuple{"- ", "x", ""}, std::tuple{"[a: ", "x", "]"}}) {
    CAPTURE(open);
    const std::size_t each = std::string_view(open) == "[a: " ? 2 : 1;
    const std::size_t most = max_yaml_depth / each;
    CHECK(parse_yaml(repeated(open, most) + inner + repeated(close, most)).has_value());
    const Problem problem = failure(repeated(open, most + 1) + inner + repeated(close, most + 1));
    CHECK(problem.message.contains("64 deep"));
    CHECK(problem.range.has_value());
  }
  CHECK(failure(repeated("[", 100'000)).message.contains("deep"));
}

TEST_CASE("the text and the number of values are limited") {
  const std::string filler = "# " + std::string(max_yaml_bytes - 2, 'x');
  CHECK(parse_yaml(filler).has_value());
  CHECK(failure(filler + "x").message.contains("512 KiB"));
  const auto list_of = [](std::size_t count) { return "[" + repeated("1,", count) + "]"; };
  CHECK(read(list_of(max_yaml_nodes - 1)).size() == max_yaml_nodes);
  CHECK(failure(list_of(max_yaml_nodes)).message.contains("10000 values"));
}

TEST_CASE("a text with many %TAG lines is refused before libyaml, which is quadratic in them, sees it") {
  const auto directives = [](std::size_t count, std::string_view line_end) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += fmt::format("%TAG !{}! y{}", i, line_end);
    return text + "--- a\n";
  };
  for (const std::string_view line_end : {"\n", "\r", "\r\n", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    CAPTURE(line_end);
    CHECK(read(directives(max_yaml_tag_directives, line_end)).root()->value == "a");
    CHECK(failure(directives(max_yaml_tag_directives + 1, line_end)).message.contains("32 lines with %TAG"));
  }
  CHECK(read("text: " + repeated("100%TAG ", 1000)).size() == 3);
}

TEST_CASE("a text is read in steps as it is at once") {
  const std::string text = "a: [1, 2, 3]\nb: &x {c: d}\ne: *x\n";
  YamlReading reading(text);
  std::size_t steps = 1;
  while (reading.go_on(1)) ++steps;
  CHECK(steps > 10);
  CHECK_FALSE(reading.go_on(1));
  const auto tree = reading.take();
  REQUIRE(tree.has_value());
  CHECK(tree->size() == read(text).size());

  YamlReading broken("a: [1, 2\nb");
  while (broken.go_on(2)) {
  }
  CHECK(broken.take().error().message == failure("a: [1, 2\nb").message);
}

TEST_CASE("merged entries of one of many mappings are looked at only so far") {
  std::string big = "big: &big {";
  for (int i = 0; i < 100; ++i) big += fmt::format("k{}: v, ", i);
  const YamlTree tree = read(big + "}\nown: *big\nmerged: {a: b, <<: *big}\n");
  const auto& entries = tree.root()->entries;
  CHECK(merged_entries(*entries[1].value, 10).size() == 10);
  CHECK(merged_entries(*entries[1].value).size() == 100);
  CHECK(merged_entries(*entries[2].value, 10).size() == 11);
  CHECK(merged_entries(*entries[2].value).size() == 101);
}

TEST_CASE("only the first document counts") {
  const YamlTree tree = read("a: 1\n---\nb: 2\n");
  CHECK(tree.root()->entries.at(0).key->value == "a");
  CHECK(tree.root()->entries.size() == 1);
  REQUIRE(tree.problems().size() == 1);
  CHECK(tree.problems()[0].severity == Severity::warning);
  CHECK(shown(*tree.problems()[0].range) == "1:0-1:3");
  CHECK(read("---\na: 1\n...\n").problems().empty());
}

TEST_CASE("a text without a document has no root") {
  for (const char* text : {"", "\n\n", "# nothing\n", "\xEF\xBB\xBF"}) {
    CAPTURE(text);
    CHECK(read(text).root() == nullptr);
  }
}

TEST_CASE("what cannot be read is explained at its place") {
  struct Row {
    std::string_view text, message;
    Position at;
  };

  const Row rows[] = {
      {"a: 1\n\tb: 2\n", "A tab cannot", {1, 0, 0}},
      {"a:\n\t- b\n", "A tab cannot", {1, 0, 0}},
      {"a: b: c\n", "A colon", {0, 4, 4}},
      {"a: [1, 2\nb: 3\n", "',' or the closing ']'", {1, 1, 1}},
      {"a: {b: 1\nc: 3\n", "',' or the closing '}'", {1, 1, 1}},
      {"é: 'open\n", "quotation mark is never closed", {0, 4, 3}},
      {"a: @b\n", "No text can begin", {0, 3, 3}},
      {"a: *\n", "'*' or '&'", {0, 4, 4}},
      {"a: \"\\q\"\n", "escape is unknown", {0, 4, 4}},
      {"a:\n  - b\n c\n", "expected here", {2, 1, 1}},
      {"a: 1\nb\nc: 2\n", "colon is missing", {2, 0, 0}},
      {"a: \xff\n", "not text in UTF-8", {0, 3, 3}},
      {"a: \xc3", "not text in UTF-8", {0, 3, 3}},
      {"a: \xed\xa0\x80\n", "not text in UTF-8", {0, 3, 3}},
      {"a: \x01\n", "control character", {0, 3, 3}},
      {std::string_view("a: \0b\n", 6), "control character", {0, 3, 3}},
      {"\xff\xfe"
       "a",
       "not text in UTF-8",
       {0, 0, 0}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Problem problem = failure(row.text);
    CHECK_MESSAGE(problem.message.contains(row.message), problem.message);
    CHECK(problem.severity == Severity::error);
    REQUIRE(problem.range.has_value());
    CHECK_MESSAGE(problem.range->start == row.at, problem.range->start.line, ":", problem.range->start.utf8,
                  "/", problem.range->start.utf16);
  }
}

TEST_CASE("a tree can be moved") {
  YamlTree first = read("a: &x 1\nb: *x\n");
  const YamlTree second = std::move(first);
  CHECK(value(*second.root(), "b").value == "1");
}
