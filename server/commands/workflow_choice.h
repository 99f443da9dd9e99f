#pragma once

#include "protocol/unify.h"
#include "server/commands/form.h"
#include "server/commands/listing.h"
#include "server/workflow/run_document/run_document.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// A workflow that can be started, and where.
struct ChosenWorkflow {
  Place place;
  ListedWorkflow listed;
  std::string subject; ///< of the commit
  /// The run document that named it, where one did.
  std::optional<workflow::RunDocument> given{};
};

/// Settles folder, branch and file, from the arguments, a run document or answers; asks for what is open.
/// Nothing while a question is open.
Task<Result<std::optional<ChosenWorkflow>>> choose_workflow(const Workspace& workspace,
                                                            protocol::WorkflowRunArgs args, Form& form);

/// Entries of one answer to interactive/listEnum; a person narrows a longer list by typing.
inline constexpr std::size_t branch_entries_limit = 200;

/// The branches of the folder's remote that match a query: the one that is meant first, then the remote's own
/// default branch, then the others in order.
Task<Result<std::vector<protocol::FormEntry>>> list_branches(const Workspace& workspace,
                                                             protocol::ListEnumParams params);

} // namespace unify_ls::commands
