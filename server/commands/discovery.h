#pragma once

#include "server/commands/place.h"
#include "server/state/component_record.h"

#include <optional>
#include <string>
#include <vector>

namespace unify_ls::commands {

/// How a component came to be the one that is meant, for `how` and the doctor.
enum class FoundBy { setting, choice, remote, person };

std::string_view name_of(FoundBy how);

struct FoundComponent {
  state::ComponentRecord component;
  FoundBy how = FoundBy::setting;
};

/// What discovery came to: the component, or the ones to choose from, or a folder's setting that a person has
/// to agree to first because it names the component of another repository.
struct Discovery {
  std::optional<FoundComponent> found{};
  std::vector<state::ComponentRecord> candidates{};
  std::optional<state::ComponentRecord> doubtful{};
  /// Why `doubtful` is so, or nothing was found: a sentence.
  std::string reason{};
};

/// Which component of the platform a place belongs to: a setting, else the choice saved for it, else the git
/// remote's URL looked up in every organization that the token sees, else open. What was looked up is
/// remembered for `found_component_lifetime`. A token that may only trigger cannot look up: then a setting
/// counts as it is, and without one this fails as the platform did, with the setting as the remedy.
Task<Result<Discovery>> discover_component(const Services& services, const Place& place);

/// As much of that as is known without asking anybody: for what must come at once, and without a network.
std::optional<FoundComponent> known_component(const Services& services, const Place& place);

/// The same as discover_component without settings and memory: by the remote's URL alone, and all components
/// where that gives none.
Task<Result<Discovery>> discover_by_looking_up(const Services& services, const Place& place);

/// Any component that the token sees, by its id.
Task<Result<state::ComponentRecord>> component_by_id(const Services& services, std::string organization_id,
                                                     std::string component_id);

/// "shop-api" or, where the name is not known, its id.
std::string shown_name(const state::ComponentRecord& component);

} // namespace unify_ls::commands
