#pragma once

#include "server/workflow/yaml_tree.h"

#include <cstddef>

namespace unify_ls::workflow {

/// What a new line would belong to.
struct Container {
  /// The block mapping that would get one more entry, or the list that would get one more item. Null where
  /// `awaiting` has no value yet, and in an empty document.
  const YamlNode* collection = nullptr;
  /// The entry whose value would begin; null where there is none.
  const YamlEntry* awaiting = nullptr;

  bool operator==(const Container&) const = default;
};

/// The container for what begins on the line at byte `line_start`, at a column (in bytes) of it. What stands
/// above the line decides, whether libyaml or the outline made the tree: an entry without a value takes what
/// is deeper than its key, and a list at its key's column; else the column of a collection's own entries is
/// looked for, and what fits none belongs to the nearest one that is less deep.
Container container_at(const YamlTree& tree, std::size_t line_start, std::size_t column, bool dash);

} // namespace unify_ls::workflow
