#include "server/workflow/container.h"

#include <algorithm>
#include <vector>

namespace unify_ls::workflow {

namespace {

/// A collection that is open above a line, with its last entry where it is a mapping.
struct Level {
  const YamlNode* collection;
  const YamlEntry* last;

  std::size_t column() const { return collection->range.start.utf8; }

  bool awaits() const {
    return last != nullptr && last->value->is_scalar() && last->value->style == YamlNode::Style::plain &&
           last->value->value.empty();
  }
};

/// From the root down, always into what was begun last.
std::vector<Level> open_levels(const YamlNode* node, std::size_t line_start) {
  std::vector<Level> levels;
  while (node != nullptr && !node->flow && node->span.begin < line_start) {
    if (node->is_mapping()) {
      const auto behind = std::ranges::find_if(
          node->entries, [&](const YamlEntry& entry) { return entry.key->span.begin >= line_start; });
      if (behind == node->entries.begin()) break;
      levels.push_back({.collection = node, .last = &*(behind - 1)});
      node = levels.back().last->value;
    } else if (node->is_sequence()) {
      levels.push_back({.collection = node, .last = nullptr});
      const auto behind = std::ranges::find_if(
          node->items, [&](const YamlNode* item) { return item->span.begin >= line_start; });
      node = behind == node->items.begin() ? nullptr : *(behind - 1);
    } else {
      break;
    }
  }
  return levels;
}

} // namespace

Container container_at(const YamlTree& tree, std::size_t line_start, std::size_t column, bool dash) {
  const std::vector<Level> levels = open_levels(tree.root(), line_start);
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    const std::size_t key_column = level->last == nullptr ? 0 : level->last->key->range.start.utf8;
    if (level->awaits() && (column > key_column || (dash && column == key_column)))
      return {.awaiting = level->last};
    const bool item_beside_key = level->collection->is_sequence() && !dash && column == level->column();
    if (level->column() <= column && !item_beside_key) return {.collection = level->collection};
  }
  return {.collection = levels.empty() ? nullptr : levels.front().collection};
}

} // namespace unify_ls::workflow
