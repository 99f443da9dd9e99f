#include "server/language/place.h"

#include <algorithm>

namespace unify_ls::language {
namespace {

using workflow::YamlNode;

bool holds(const YamlNode& node, std::size_t byte) {
  return node.span.begin <= byte && byte <= node.span.end;
}

const YamlNode* inner(const YamlNode& node, std::size_t byte) {
  // Where two touch, the later one begins there.
  for (auto item = node.items.rbegin(); item != node.items.rend(); ++item)
    if (holds(**item, byte)) return *item;
  for (auto entry = node.entries.rbegin(); entry != node.entries.rend(); ++entry) {
    if (entry->value->span.size() > 0 && holds(*entry->value, byte)) return entry->value;
    if (holds(*entry->key, byte)) return entry->key;
  }
  return nullptr;
}

protocol::Position to_wire(const workflow::Position& position, documents::Encoding encoding) {
  return {position.line, encoding == documents::Encoding::utf8 ? position.utf8 : position.utf16};
}

} // namespace

std::vector<const YamlNode*> nodes_at(const workflow::SourceTree& source, std::size_t byte) {
  std::vector<const YamlNode*> nodes;
  for (const YamlNode* node = source.root(); node != nullptr && holds(*node, byte); node = inner(*node, byte))
    nodes.push_back(node);
  return nodes;
}

protocol::Range to_wire(const workflow::Range& range, documents::Encoding encoding) {
  return {to_wire(range.start, encoding), to_wire(range.end, encoding)};
}

} // namespace unify_ls::language
