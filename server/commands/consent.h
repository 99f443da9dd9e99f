#pragma once

#include "protocol/unify.h"
#include "server/commands/form.h"
#include "server/commands/place.h"
#include "server/commands/run_request.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// Whether a run may start, and on what terms.
struct Consent {
  bool given = false;
  /// The value of the *run* that a person chose, to be used up.
  std::optional<std::string> confirmation{};
  bool may_repeat = false;         ///< who gave it knew of the same run moments ago, or insists
  bool accepts_no_journal = false; ///< who gave it knew that the run cannot be written down, or is a caller
};

/// What consent given earlier is looked up in, and when that is.
struct ConsentMemory {
  const runs::Journal& journal;
  state::Components& components;
  WallTime now;
};

/// Whether the answer, or the argument, is the confirmation's *cancel*.
bool is_declined(const protocol::WorkflowRunArgs& args, const Form& form);

/// Consent is the *run* of a confirmation that showed exactly this; or `confirmed: true` in a call that left
/// nothing to ask; or the setting `confirm: never`, once a person has confirmed a run of this component here
/// and never on a protected branch, for a duplicate, without a journal, for a run document, or on a branch
/// that a folder source chose. With `document` in the call only the first of these counts. A dry run needs
/// none. Otherwise the form asks. `duplicate` when only `force` would do.
Result<Consent> settle_consent(const ConsentMemory& memory, const Place& place,
                               const protocol::WorkflowRunArgs& args, const RunRequest& request, Form& form);

/// The refusal of a run that is a duplicate.
std::unexpected<Error> refuse_duplicate();

} // namespace unify_ls::commands
