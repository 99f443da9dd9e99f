#include "server/workflow/schema/place.h"

#include "server/workflow/schema/walk.h"

namespace unify_ls::workflow {
namespace {

bool holds(const YamlNode& node, std::size_t byte) {
  return node.span.begin <= byte && byte <= node.span.end;
}

class Finder {
 public:
  explicit Finder(std::size_t byte) : byte_(byte) {}

  void follow(const YamlNode& node, const Object* object) {
    if (!node.is_mapping()) return;
    SchemaFrame& frame = place_.frames.emplace_back();
    frame.mapping = &node;
    frame.object = object;
    place_.list = nullptr;
    for (auto entry = node.entries.rbegin(); entry != node.entries.rend(); ++entry) {
      place_.in_key = holds(*entry->key, byte_);
      if (!place_.in_key && !holds(*entry->value, byte_)) continue;
      frame.entry = &*entry;
      frame.key =
          object != nullptr && entry->key->is_scalar() ? find_key(*object, entry->key->value) : nullptr;
      if (!place_.in_key) follow_value(*entry->value, frame.key);
      return;
    }
  }

  SchemaPlace take() { return std::move(place_); }

 private:
  static const Object* inside(const Key* key, const YamlNode& node) {
    if (key == nullptr || key->inside == nullptr) return nullptr;
    return key->inside == &schema::any_job ? &object_of_job(node) : key->inside;
  }

  void follow_value(const YamlNode& value, const Key* key) {
    if (value.is_scalar()) place_.scalar = &value;
    if (value.is_mapping()) return follow(value, inside(key, value));
    if (!value.is_sequence()) return;
    place_.list = &value;
    for (auto item = value.items.rbegin(); item != value.items.rend(); ++item) {
      if (!holds(**item, byte_)) continue;
      if ((*item)->is_scalar()) place_.scalar = *item;
      const bool triggers = key != nullptr && key->inside == &schema::triggers;
      return follow(**item, triggers ? nullptr : inside(key, **item));
    }
  }

  std::size_t byte_;
  SchemaPlace place_;
};

} // namespace

SchemaPlace find_place(const YamlNode* root, const Object& file, std::size_t byte) {
  Finder finder(byte);
  if (root != nullptr) finder.follow(*root, &file);
  return finder.take();
}

} // namespace unify_ls::workflow
