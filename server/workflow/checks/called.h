#pragma once

#include "server/workflow/catalog/catalog.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/uses.h"

namespace unify_ls::workflow {

/// What a `uses` leads to, as far as anybody here knows: a file of this repository, one in a folder of the
/// workspace, or what the catalog has.
struct CalledThing {
  Presence presence = Presence::unknown;
  std::shared_ptr<const Callable> owned{};
  const Callable* callable = nullptr; ///< where known
  bool local = false;                 ///< in this repository
  std::string name{};                 ///< for messages: as it is called
};

CalledThing find_called(const Sources& sources, CalledKind kind, const YamlNode& uses);

inline CalledThing find_called(const Rules& rules, CalledKind kind, const YamlNode& uses) {
  return find_called(rules.sources, kind, uses);
}

} // namespace unify_ls::workflow
