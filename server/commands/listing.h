#pragma once

#include "protocol/unify.h"
#include "server/commands/place.h"
#include "server/workflow/workflow.h"

#include <string_view>
#include <vector>

namespace unify_ls::commands {

/// A workflow file with what would run read out of it.
struct ListedWorkflow {
  git::WorkflowFile file;
  workflow::Workflow workflow;
};

struct Listing {
  git::ListSource source = git::ListSource::remote;
  std::string subject; ///< of the commit
  std::vector<ListedWorkflow> workflows;
  std::vector<std::string> notes;

  /// By bare name or path below the root; null when there is none.
  const ListedWorkflow* find(std::string_view file) const;
  /// The manual ones' names.
  std::vector<std::string> manual_names() const;
  /// A sentence for each file that is not listed because it cannot be read, the first few of them.
  std::vector<std::string> unreadable() const;
};

/// Reads the workflows of a place at its branch, as many as can be read within git::ListingBudget; a note
/// says what is left out. `named` (as file_below_root takes it; "" without one) is read all the same.
/// needsInput (branch) when no rule gave one.
Task<Result<Listing>> list_workflows(const Workspace& workspace, const Place& place, std::string named = {});

/// `file` as somebody gave it (bare name, path below the root, URI) as a path below the root or bare name.
std::string file_below_root(const Place& place, std::string_view file);

/// The workflow that `file` names; else notFound with near names, or notManual with the reason: broken YAML
/// with its line, a text that this clone lacks, or no trigger for it.
Result<const ListedWorkflow*> find_manual(const Place& place, const Listing& listing, std::string_view file);

/// A listed workflow on the wire; ranges are places in the working copy. Gives way meanwhile; `listed`
/// outlives it.
Task<protocol::Workflow> to_wire(const ListedWorkflow& listed, bool utf8_positions);

} // namespace unify_ls::commands
