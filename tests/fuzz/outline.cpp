// Half-typed texts: whatever the bytes, there is an outline whose nodes lie in the text and in each other, in
// its order; and every part of a scalar is placed inside the scalar.
#include "server/workflow/outline.h"

#include "server/workflow/source_tree.h"
#include "tests/fuzz/support/fuzz.h"

namespace unify_ls::fuzz {
namespace {

using workflow::Span;
using workflow::YamlNode;

/// Where the children end; each begins behind the one before.
std::size_t expect_inside(const YamlNode& child, const YamlNode& parent, std::size_t from) {
  expect(child.span.begin <= child.span.end, "a node does not end before it begins");
  expect(from <= child.span.begin, "a node begins behind the one before it");
  expect(child.span.end <= parent.span.end, "a node lies in the collection that holds it");
  return child.span.end;
}

void examine_node(const workflow::SourceTree& source, const YamlNode& node) {
  expect(node.span.end <= source.text().size(), "a node lies in the text");
  expect(node.range.start <= node.range.end, "a range does not end before it starts");
  std::size_t at = node.span.begin;
  for (const YamlNode* item : node.items) at = expect_inside(*item, node, at);
  for (const auto& [key, value] : node.entries) {
    at = expect_inside(*key, node, at);
    at = expect_inside(*value, node, at);
  }
  for (const YamlNode* item : node.items) examine_node(source, *item);
  for (const auto& [key, value] : node.entries) {
    examine_node(source, *key);
    examine_node(source, *value);
  }
  if (!node.is_scalar()) return;
  const std::size_t size = node.value.size();
  for (const Span part : {Span{0, size}, Span{size / 2, size}, Span{size / 3, size / 2}, Span{size, size}}) {
    const Span placed = source.span_in(node, part.begin, part.end);
    expect(node.span.begin <= placed.begin && placed.begin <= placed.end && placed.end <= node.span.end,
           "a part of a scalar lies in it");
  }
}

} // namespace

void examine(std::string_view text) {
  const workflow::SourceTree source{std::string(text)};
  if (source.root() != nullptr) examine_node(source, *source.root());
  const workflow::SourceMap map(text);
  const workflow::YamlTree outline = workflow::read_outline(text, map);
  if (outline.root() != nullptr) examine_node(source, *outline.root());
}

} // namespace unify_ls::fuzz
