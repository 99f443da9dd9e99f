#pragma once

#include "server/base/clock.h"
#include "server/state/component_record.h"
#include "server/state/state.h"

#include <chrono>
#include <optional>
#include <string>

namespace unify_ls::state {

/// A component that was found is looked up anew after this time, in case it was moved on the platform.
inline constexpr std::chrono::hours found_component_lifetime{24};

/// What decides which component a search finds. Whatever of it changes makes another search.
struct ComponentSearch {
  std::string origin;       ///< of the API
  std::string sought;       ///< canonical_url of the remote, or the component's id
  std::string organization; ///< id of the only one that is searched; empty: all
};

/// Which components the platform gave for git remotes and ids, so that a run costs no search each time and a
/// list can name its component without a network. What a person chose is not here but in Choices. For the
/// loop's thread.
class FoundComponents {
 public:
  /// `state` has to outlive this.
  explicit FoundComponents(State& state) : state_(&state) {}

  /// What the same search found less than `found_component_lifetime` ago.
  Result<std::optional<ComponentRecord>> find(const ComponentSearch& search, WallTime now) const;
  Result<> save(const ComponentSearch& search, const ComponentRecord& component, WallTime now);

  /// Forgets it wherever it was found: the platform does not know it any more.
  Result<> forget(const std::string& origin, const std::string& component_id);

 private:
  State* state_;
};

} // namespace unify_ls::state
