#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/model/model.h"

#include <vector>

/// Changes that somebody may want and nothing asks for.
namespace unify_ls::workflow {

/// What can be written in another way at a place: one needed job as a list, a condition with its braces.
std::vector<Fix> rewrites_at(const Model& model, Span place);

} // namespace unify_ls::workflow
