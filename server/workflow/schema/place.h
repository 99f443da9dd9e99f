#pragma once

#include "server/workflow/schema/objects.h"
#include "server/workflow/yaml_tree.h"

#include <cstddef>
#include <vector>

namespace unify_ls::workflow {

/// One mapping on the way to a place.
struct SchemaFrame {
  const YamlNode* mapping = nullptr;
  const Object* object = nullptr;   ///< what describes the mapping; null where the schema does not know it
  const YamlEntry* entry = nullptr; ///< the entry in which the place is; null between entries
  const Key* key = nullptr;         ///< what describes that entry; null where it is not known
};

/// What the schema says of the place where a byte stands.
struct SchemaPlace {
  std::vector<SchemaFrame> frames{}; ///< the file's mapping first; empty where the file is no mapping
  bool in_key = false;               ///< whether the byte stands in the last frame's key
  const YamlNode* list = nullptr;    ///< the list in the last frame's value in which the byte stands
  const YamlNode* scalar = nullptr;  ///< the value, or item of that list, in which the byte stands

  const SchemaFrame* last() const { return frames.empty() ? nullptr : &frames.back(); }

  /// The frame so many levels above the last one; null where there is none.
  const SchemaFrame* above(std::size_t levels = 1) const {
    return frames.size() > levels ? &frames[frames.size() - 1 - levels] : nullptr;
  }
};

/// Follows a tree to a byte. Where two nodes touch, the later one has the byte; aliases are not followed.
SchemaPlace find_place(const YamlNode* root, const Object& file, std::size_t byte);

} // namespace unify_ls::workflow
