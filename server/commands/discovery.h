#pragma once

#include "server/commands/place.h"
#include "server/state/components.h"

#include <optional>
#include <string>
#include <vector>

namespace unify_ls::commands {

/// How a component came to be the one that is meant, for `how` and the doctor.
enum class FoundBy {
  setting,
  choice, ///< picked by a person earlier
  remote,
  person, ///< picked by a person just now
  caller, ///< named by the call itself
};

std::string_view name_of(FoundBy how);

struct FoundComponent {
  state::ComponentRecord component;
  FoundBy how = FoundBy::setting;
};

/// What discovery came to: the component, or the ones to choose from.
struct Discovery {
  std::optional<FoundComponent> found{};
  std::vector<state::ComponentRecord> candidates{};
  /// The only candidate is what a folder's setting names, and a person has to agree to it first.
  bool doubtful = false;
  /// Why nothing was found, or there is a doubt: a sentence.
  std::string reason{};
};

/// Whether what persons decided here earlier counts. A question that is being answered is asked as if it did
/// not, so that it stays in its form.
enum class Decisions { count, are_open };

/// Whether what a search left open a moment ago still counts.
enum class Searching { as_remembered, afresh };

/// Which component of the platform a place belongs to: a setting, else the choice saved for it, else the git
/// remote's addresses (as configured, and as `insteadOf` rewrites it) looked up in every organization that
/// the token sees, else open. A token that may only trigger cannot look up: then a setting counts as it is,
/// and without one this fails as the platform did, with the setting as the remedy.
Task<Result<Discovery>> discover_component(const ComponentFinding& finding, const Place& place,
                                           Decisions decisions = Decisions::count);

/// As much of that as is known without asking anybody: for what must come at once, and without a network.
std::optional<FoundComponent> known_component(const ComponentFinding& finding, const Place& place);

/// Everything to choose from, whatever is known or set: those of this repository first.
Task<Result<Discovery>> all_components(const ComponentFinding& finding, const Place& place,
                                       Searching searching);

/// A component by its id, as far as it is known or can be looked up; else with nothing but its id.
Task<state::ComponentRecord> component_named(const ComponentFinding& finding, const Place& place,
                                             std::string component_id);

/// Where persons' decisions about a component of this place are kept.
state::ComponentPlace component_place(const Place& place, std::string origin);

/// "shop-api" or, where the name is not known, its id.
std::string shown_name(const state::ComponentRecord& component);

} // namespace unify_ls::commands
