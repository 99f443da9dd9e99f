#include "server/workflow/outline.h"
#include "server/workflow/source_tree.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace unify_ls::workflow;

namespace {

/// A node on one line: `{key: value, list: [a, b]}`; what is not complete ends in `!`.
std::string shown(const YamlNode* node) {
  if (node == nullptr) return "nothing";
  std::string out;
  if (node->is_sequence()) {
    for (const YamlNode* item : node->items) out += (out.empty() ? "" : ", ") + shown(item);
    out = "[" + out + "]";
  } else if (node->is_mapping()) {
    for (const auto& [key, value] : node->entries)
      out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", shown(key), shown(value));
    out = "{" + out + "}";
  } else {
    out = node->kind == YamlNode::Kind::alias ? "*" + node->value : node->value;
  }
  return node->complete ? out : out + "!";
}

std::string outline_of(std::string_view text) {
  const SourceMap map(text);
  return shown(read_outline(text, map).root());
}

/// Where two trees differ first; empty where they do not.
std::string difference(const YamlNode& a, const YamlNode& b, const std::string& path) {
  const bool same = a.kind == b.kind && a.style == b.style && a.value == b.value && a.tag == b.tag &&
                    a.anchor == b.anchor && a.flow == b.flow && a.complete == b.complete &&
                    a.span == b.span && a.range == b.range && a.items.size() == b.items.size() &&
                    a.entries.size() == b.entries.size();
  if (!same)
    return fmt::format("{}: {} at {}-{}, {} at {}-{}", path, shown(&a), a.span.begin, a.span.end, shown(&b),
                       b.span.begin, b.span.end);
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (auto found = difference(*a.items[i], *b.items[i], fmt::format("{}[{}]", path, i)); !found.empty())
      return found;
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    const std::string below = path + "." + a.entries[i].key->value;
    if (auto found = difference(*a.entries[i].key, *b.entries[i].key, below); !found.empty()) return found;
    if (auto found = difference(*a.entries[i].value, *b.entries[i].value, below); !found.empty())
      return found;
  }
  return {};
}

void check_like_libyaml(std::string_view text) {
  CAPTURE(text);
  const auto tree = parse_yaml(text);
  REQUIRE_MESSAGE(tree.has_value(), (tree ? "" : tree.error().message));
  const SourceMap map(text);
  const YamlTree outline = read_outline(text, map);
  REQUIRE((tree->root() == nullptr) == (outline.root() == nullptr));
  if (tree->root() != nullptr) CHECK(difference(*tree->root(), *outline.root(), "") == "");
}

using Keys = std::set<std::pair<std::size_t, std::string>>;

void gather_keys(const YamlNode& node, Keys& keys) {
  for (const YamlNode* item : node.items) gather_keys(*item, keys);
  for (const auto& [key, value] : node.entries) {
    keys.emplace(key->span.begin, key->value);
    gather_keys(*value, keys);
  }
}

Keys keys_of(const YamlNode* root) {
  Keys keys;
  if (root != nullptr) gather_keys(*root, keys);
  return keys;
}

/// In every prefix, the keys of all lines that are whole in it are found.
void check_prefixes(const std::string& text) {
  const Keys all = keys_of(parse_yaml(text)->root());
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string prefix = text.substr(0, size);
    const std::size_t last_line = prefix.rfind('\n') == std::string::npos ? 0 : prefix.rfind('\n');
    const SourceMap map(prefix);
    const Keys found = keys_of(read_outline(prefix, map).root());
    for (const auto& key : all) {
      if (key.first >= last_line || found.contains(key)) continue;
      FAIL_CHECK("lost " << key.second << " at " << key.first << " in the first " << size << " bytes");
      return;
    }
  }
}

std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(UNIFY_LS_CORPUS))
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml")
      files.push_back(entry.path());
  return files;
}

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

} // namespace

TEST_CASE("the outline of YAML is libyaml's tree") {
  for (const char* text : {
           "",
           "# nothing\n",
           "a",
           "a: 1",
           "a:\n- 1\n- 2\nb:\n  - - x\n    - y\n  -\n  - k: v\n    l:\n",
           "a: one\n  two\n\n  three # not this\nb: 'it''s\n\n  so  '\nc: \"x\\ty\\u00e9\\\n   z  \n  w\"\n",
           "a: |\n  x\n   y\n\n\nb: >-\n  f\n  g\n\n  h\n    i\n  j\n# end\nc: |+\n\n  k\n\nd: |2\n    l\n",
           "a: >\n  x\n\n   y\n\n  z\n\n",
           "a: [1, 'b', {c: d, e}, [], f: g]\nh: {\n  i: j, # k\n  \"l\": m }\n",
           "a: &x !!str b\nc: *x\nd: !t\n  e: f\ng: &y\n  - &z h\n",
           "\xEF\xBB\xBFk: v\r\nl:\r\n  - |\r\n    m\r\n    n\r\n",
           "'a b': c\n\"d\" : e\nf g: h:i\nj: k#l\nm: http://n\n",
           "---\na: b\n...\n",
           "a: ${{ b }}\nc: '${{ d }}'\n",
           "a:\n  b:\n    c: d\n  # comment\n\n  e: f\n",
       })
    check_like_libyaml(text);
}

TEST_CASE("the outline of every file of the corpus is libyaml's tree, and every prefix keeps its keys") {
  const auto files = corpus();
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    CAPTURE(file.string());
    const std::string text = content_of(file);
    if (!parse_yaml(text)) continue; // one of the mistakes
    check_like_libyaml(text);
    check_prefixes(text);
  }
}

TEST_CASE("one broken line leaves the others their places") {
  struct Row {
    std::string_view text;
    std::string_view expected;
  };

  const Row rows[] = {
      // half a key: the first one, one in the middle, the last one, one with children
      {"apiVer\nkind: w\n", "{apiVer!: , kind: w}"},
      {"a: 1\nki\nb: 2\n", "{a: 1, ki!: , b: 2}"},
      {"a: 1\nki", "{a: 1, ki!: }"},
      {"a:\n  b\n  c: 1\n", "{a: {b!: , c: 1}}"},
      {"a:\n  b: 1\n  steps\n    - uses: x\n      name: y\n  c: 2\n",
       "{a: {b: 1, steps!: [{uses: x, name: y}], c: 2}}"},
      {"a:\n  steps\n    - uses: x\n  c: 2\n", "{a: {steps!: [{uses: x}], c: 2}}"},
      {"a:\n  - us\n    name: x\n  - b: c\n", "{a: [{us!: , name: x}, {b: c}]}"},
      // a key line emptied, its children left
      {"a:\n  b: 1\n\n    - uses: x\n    - uses: y\n  c: 2\n",
       "{a: {b: 1, !: [{uses: x}, {uses: y}], c: 2}}"},
      {"a:\n  b: 1\n\n      k: v\n      l: w\n  c: 2\n", "{a: {b: 1, k!: v, l!: w, c: 2}}"},
      // quotes and brackets that nothing closes
      {"a: \"x\nb: 'y\nc: z\n", "{a: x!, b: y!, c: z}"},
      {"a:\n  - \"x\n  - y\n", "{a: [x!, y]}"},
      {"a: [x, y\nb: {k: v\nc: z\n", "{a: [x, y]!, b: {k: v}!, c: z}"},
      {"a: [x, {y\n", "{a: [x, {y: }!]!}"},
      {"a: \"b\" c\nd: e\n", "{a: b!, d: e}"},
      // values that YAML refuses
      {"a: b: c\nd: e\n", "{a: b: c!, d: e}"},
      {"a: *\nb: c\n", "{a: *, b: c}"},
      {"a: - b\nc: d\n", "{a: - b, c: d}"},
      // bad indentation
      {"a:\n    b: 1\n  c: 2\n    d: 3\ne: 4\n", "{a: {b: 1, c!: 2, d: 3}, e: 4}"},
      {"a:\n  - x: 1\n   - y: 2\n  - z: 3\n", "{a: [{x: 1}, {y: 2}, {z: 3}]}"},
      {"a:\n  - x: 1\n  y: 2\nb: 3\n", "{a: [{x: 1}], y!: 2, b: 3}"},
      {"a: 1\n- b\n- c\nd: 2\n", "{a: 1, !: [b, c], d: 2}"},
      // more than one value for the whole document
      {"[a]\nb: c\n", "{!: [a], b!: c}"},
      {"'a'\n- b\n", "{!: a, !: [b]}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(outline_of(row.text) == row.expected);
  }
}

TEST_CASE("only the first document is read") { CHECK(outline_of("a: [\n---\nb: c\n") == "{a: []!}"); }

TEST_CASE("the outline's limits hold for any text") {
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "k:\n";
  CHECK(outline_of(deep).size() < 10 * max_yaml_depth);
  CHECK_FALSE(outline_of(std::string(100'000, '[')).empty());
  std::string dashes;
  for (int i = 0; i < 60'000; ++i) dashes += "- ";
  const std::string levels = outline_of(dashes + "x\n");
  CHECK(levels.starts_with("[[["));
  CHECK(levels.size() < 3 * max_yaml_depth);
  std::string wide;
  for (int i = 0; i < 60'000; ++i) wide += "a: [1\n";
  for (const std::string& text : {wide, "a: [" + std::string(60'000, '['), "a: [1, " + wide}) {
    const SourceMap map(text);
    CHECK(read_outline(text, map).size() < max_yaml_nodes + 100);
  }
}

TEST_CASE("a text that is no YAML has the outline's tree and says why") {
  const SourceTree source("a: \"x\nb: 1\n");
  REQUIRE(source.refusal());
  CHECK(source.refusal()->message == "This quotation mark is never closed.");
  CHECK(shown(source.root()) == "{a: x!, b: 1}");
  CHECK_FALSE(SourceTree("a: x\n").refusal());
}
