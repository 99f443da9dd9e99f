#pragma once

#include "protocol/unify.h"
#include "server/commands/form.h"
#include "server/commands/listing.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// A workflow that can be started, and where.
struct ChosenWorkflow {
  Place place;
  ListedWorkflow listed;
  std::string subject; ///< of the commit
};

/// Settles folder, branch and file, from the arguments or from answers; asks for what is open. Nothing while
/// a question is open.
Task<Result<std::optional<ChosenWorkflow>>> choose_workflow(const Services& services,
                                                            protocol::WorkflowRunArgs args, Form& form);

} // namespace unify_ls::commands
