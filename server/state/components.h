#pragma once

#include "server/base/clock.h"
#include "server/state/component_record.h"
#include "server/state/state.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unify_ls::state {

/// A component that was found is looked up again after this time, in case it was moved on the platform.
inline constexpr std::chrono::hours found_component_lifetime{24};

/// What a search left open is known for so long, which is as long as a person takes for a form.
inline constexpr std::chrono::minutes open_search_lifetime{2};

/// Where a decision about a component holds: one repository, fetched from one address, with one platform.
struct ComponentPlace {
  std::string folder; ///< canonical root of the repository
  std::string origin; ///< of the API
  std::string remote; ///< canonical address of the git remote; empty without one
};

/// What decides which component a search finds. Whatever of it changes makes another search.
struct ComponentSearch {
  std::string origin;       ///< of the API
  std::string sought;       ///< canonical address of the remote, or the component's id
  std::string organization; ///< id of the only one that is searched; empty: all

  auto operator<=>(const ComponentSearch&) const = default;
};

/// A search that did not settle which component is meant: what there is to choose from, and why.
struct OpenSearch {
  std::vector<ComponentRecord> candidates{};
  std::string reason{}; ///< a sentence
  std::string token{};  ///< tells the token with which was searched from another
};

/// All that is remembered of components: what persons decided, what the platform gave, and for a moment what
/// it left open. Where the state file cannot be read nothing is known; what could not be written is an Error.
/// For the loop's thread.
class Components {
 public:
  /// `state` has to outlive this.
  explicit Components(State& state) : state_(&state) {}

  /// The component that a person picked here, for this remote.
  std::optional<ComponentRecord> picked(const ComponentPlace& place) const;
  Result<> keep_pick(const ComponentPlace& place, const ComponentRecord& component);

  /// Whether a person agreed that the settings of this folder may name this component, whatever the remote.
  bool agreed(const ComponentPlace& place, std::string_view component_id) const;
  Result<> keep_agreement(const ComponentPlace& place, std::string_view component_id);

  /// Whether a person has confirmed a run of this component here, from when on `confirm: never` counts.
  bool was_confirmed(const ComponentPlace& place, std::string_view component_id) const;
  Result<> mark_confirmed(const ComponentPlace& place, std::string_view component_id);

  /// What the same search found less than `found_component_lifetime` ago.
  std::optional<ComponentRecord> found(const ComponentSearch& search, WallTime now) const;
  Result<> keep_found(const ComponentSearch& search, const ComponentRecord& component, WallTime now);

  /// Forgets it wherever it was found: the platform does not know it any more.
  Result<> forget_found(std::string_view origin, std::string_view component_id);

  /// What the same search left open less than `open_search_lifetime` ago, in this process; null when nothing.
  const OpenSearch* left_open(const ComponentSearch& search, SteadyTime now) const;
  void keep_open(const ComponentSearch& search, OpenSearch open, SteadyTime now);

 private:
  std::optional<ComponentRecord> record(std::string_view sql, std::initializer_list<SqlValue> values) const;
  bool exists(std::string_view sql, std::initializer_list<SqlValue> values) const;
  Result<> run(std::string_view sql, std::initializer_list<SqlValue> values);
  Result<> keep_organization(std::string_view origin, const ComponentRecord& component);

  State* state_;
  std::map<ComponentSearch, std::pair<SteadyTime, OpenSearch>> open_;
};

} // namespace unify_ls::state
