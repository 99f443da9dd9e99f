#pragma once

#include "server/workflow/model/model.h"

namespace unify_ls::workflow {

/// Fills `paths` of a model out of its expressions.
void read_paths(Model& model);

} // namespace unify_ls::workflow
