#pragma once

#include "protocol/unify.h"
#include "server/commands/form.h"
#include "server/commands/place.h"
#include "server/commands/run_request.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// Whether a run may start.
struct Consent {
  bool given = false;
  bool declined = false; ///< the person chose *cancel*
  /// The value of the *run* that a person chose, to be used up.
  std::optional<std::string> confirmation{};
};

/// Consent is the *run* of a confirmation that showed exactly this; or `confirmed: true` in a call that left
/// nothing to ask; or the setting `confirm: never`, once a person has confirmed a run of this component here
/// and never on a protected branch or for a duplicate. A dry run needs none. Otherwise the form asks.
/// `duplicate` when only `force` would do.
Result<Consent> settle_consent(const Services& services, const Place& place,
                               const protocol::WorkflowRunArgs& args, const RunRequest& request, Form& form);

} // namespace unify_ls::commands
