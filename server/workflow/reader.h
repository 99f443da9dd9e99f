#pragma once

#include "server/workflow/workflow.h"
#include "server/workflow/yaml_tree.h"

#include <expected>
#include <string_view>

namespace unify_ls::workflow {

/// Reads a workflow file, header and triggers only. Never fails: what is wrong stands among the problems, and
/// whatever could be read counts all the same. A file whose YAML is broken is not manual and has one problem.
Workflow read_workflow(std::string_view text, std::string_view file_name);

/// The same of a text that was read already, or could not be.
Workflow read_workflow(const std::expected<YamlTree, Problem>& tree, std::string_view file_name);

/// Whether a bare name is one that the platform takes for a workflow: it ends in `.yaml` or `.yml`, spelled
/// so, and is not hidden.
bool is_workflow_file_name(std::string_view name);

} // namespace unify_ls::workflow
