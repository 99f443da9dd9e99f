#include "server/workflow/checks/called.h"

#include "server/base/text.h"

namespace unify_ls::workflow {

CalledThing find_called(const Sources& sources, CalledKind kind, const YamlNode& uses) {
  CalledThing thing{.name = std::string(trimmed(uses.value))};
  const Uses read = read_uses(uses.value);
  Called called;
  if (read.kind == Uses::Kind::local) {
    thing.local = true;
    called = sources.local(kind, read.path);
  } else if (read.kind == Uses::Kind::remote) {
    called = sources.elsewhere(kind, read.repository, read.path);
    const Published* published = called.presence == Presence::known || read.name.empty()
                                     ? nullptr
                                     : find_published(read.name, read.ref);
    if (published != nullptr) {
      thing.presence = Presence::known;
      thing.callable = &published->callable;
      return thing;
    }
    // Another version than the one that the clone shows may have the file.
    if (called.presence == Presence::absent) called.presence = Presence::unknown;
  }
  thing.presence = called.presence;
  thing.owned = std::move(called.callable);
  if (thing.presence == Presence::known) thing.callable = thing.owned.get();
  if (thing.callable == nullptr && thing.presence == Presence::known) thing.presence = Presence::unknown;
  return thing;
}

} // namespace unify_ls::workflow
