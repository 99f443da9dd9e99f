#include "server/workflow/schema/schema.h"

namespace unify_ls::workflow {

const Key* find_key(const Object& object, std::string_view name) {
  for (const Key& key : object.keys)
    if (key.name == name) return &key;
  return object.any;
}

const Misplaced* find_misplaced(const Object& object, std::string_view name) {
  for (const Misplaced& misplaced : object.misplaced)
    if (misplaced.name == name) return &misplaced;
  return nullptr;
}

} // namespace unify_ls::workflow
