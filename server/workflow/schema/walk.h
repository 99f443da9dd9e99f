#pragma once

#include "server/workflow/schema/objects.h"
#include "server/workflow/yaml_tree.h"

#include <cstddef>

namespace unify_ls::workflow {

/// Nodes seen on one walk at most: through aliases a small text can be a large tree.
inline constexpr std::size_t max_walked_nodes = 10'000;

/// What a walk tells. A visitor overrides what it wants to know.
struct SchemaVisitor {
  /// A mapping and the object that describes it; `key_node` is where its key stands, null in a list.
  void enter(const Object& /*object*/, const YamlNode& /*mapping*/, const YamlNode* /*key_node*/) {}

  void leave(const Object& /*object*/, const YamlNode& /*mapping*/) {}

  /// An entry; `key` is null where the object does not know it. Not every value goes with its key.
  /// False: the walk does not enter the value.
  bool entry(const Object& /*object*/, const YamlEntry& /*entry*/, const Key* /*key*/) { return true; }

  /// A scalar that is a key's value, or an item of the list that is.
  void scalar(const Key& /*key*/, const YamlNode& /*scalar*/) {}

  /// A scalar item of a list, before `scalar` has it.
  void item(const Key& /*key*/, const YamlNode& /*item*/) {}

  /// Another item of a list than a scalar or, where the key says so, a mapping.
  void odd_item(const Key& /*key*/, const YamlNode& /*item*/) {}
};

/// Whether this describes a job, of whatever sort.
bool is_job_object(const Object& object);

/// The sort of a job decides which keys it knows.
const Object& object_of_job(const YamlNode& job);

/// Goes through a tree along the schema, each node with what describes it. What the schema does not know is
/// not entered. Entries that a merge key brings in are seen where they stand, not once more.
template <class Visitor> class SchemaWalk {
 public:
  explicit SchemaWalk(Visitor& visitor) : visitor_(visitor) {}

  void mapping(const YamlNode& node, const Object& object, const YamlNode* key_node) {
    visitor_.enter(object, node, key_node);
    for (const YamlEntry& entry : node.entries) {
      if (++seen_ > max_walked_nodes) break;
      const YamlNode& name = resolved(*entry.key);
      const Key* key = name.is_scalar() ? find_key(object, name.value) : nullptr;
      if (visitor_.entry(object, entry, key) && key != nullptr) value(*key, entry);
    }
    visitor_.leave(object, node);
  }

 private:
  void value(const Key& key, const YamlEntry& entry) {
    const YamlNode& node = resolved(*entry.value);
    if (node.is_scalar()) return visitor_.scalar(key, node);
    if (node.is_mapping() && key.shapes.has(Shape::mapping)) return enter(key, node, entry.key);
    if (!node.is_sequence() || !key.shapes.has(Shape::list)) return;
    for (const YamlNode* item_node : node.items) {
      if (++seen_ > max_walked_nodes) return;
      const YamlNode& item = resolved(*item_node);
      if (item.is_scalar()) {
        visitor_.item(key, item);
        visitor_.scalar(key, item);
      } else if (item.is_mapping() && key.inside != nullptr && key.inside != &schema::triggers) {
        enter(key, item, nullptr);
      } else {
        visitor_.odd_item(key, item);
      }
    }
  }

  void enter(const Key& key, const YamlNode& node, const YamlNode* key_node) {
    if (key.inside == nullptr) return;
    mapping(node, key.inside == &schema::any_job ? object_of_job(node) : *key.inside, key_node);
  }

  Visitor& visitor_;
  std::size_t seen_ = 0;
};

} // namespace unify_ls::workflow
