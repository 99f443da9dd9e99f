#pragma once

#include "server/workflow/workflow.h"
#include "server/workflow/yaml_tree.h"

#include <vector>

namespace unify_ls::workflow {

/// Reads `on.workflow_dispatch.inputs`: a mapping from an input's name to what is known of it, which may be
/// nothing. An input that is partly wrong is kept with what could be read; what is wrong is added to the
/// problems.
std::vector<Input> read_inputs(const YamlNode& inputs, std::vector<Problem>& problems);

} // namespace unify_ls::workflow
