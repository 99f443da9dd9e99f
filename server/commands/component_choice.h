#pragma once

#include "server/commands/discovery.h"
#include "server/commands/form.h"

#include <optional>
#include <string>

/// The one way from what is known, said or answered to the component that is meant, and back into memory.
namespace unify_ls::commands {

struct ComponentWish {
  /// What the call names: an id, or anything else that read_component_reference reads.
  std::optional<std::string> named{};
  /// Offers every component, whatever is known or set.
  bool choose_again = false;
};

/// The component: what an answer says, else what the call names, else what discovery settles; asks where it
/// is open, by a list of what was found, or where there is nothing to choose from by a field of text. Nothing
/// while it is asked. What a person answers is kept, and not asked again.
Task<Result<std::optional<FoundComponent>>>
settle_component(const ComponentFinding& finding, const Place& place, ComponentWish wish, Form& form);

/// The component that a person names by any text that read_component_reference reads, looked up; what cannot
/// be looked up counts all the same, as not verified. notFound where the token sees that there is none.
Task<Result<state::ComponentRecord>> component_from(const ComponentFinding& finding, const Place& place,
                                                    std::string text);

/// Keeps what a person decided: a pick for this folder and remote, or the agreement to what its settings
/// name.
Task<Result<>> keep_decision(const ComponentFinding& finding, const Place& place,
                             state::ComponentRecord component);

} // namespace unify_ls::commands
