#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/checks/sources.h"
#include "server/workflow/model/model.h"

#include <vector>

namespace unify_ls::workflow {

/// Every rule over one file, in the order of the text, at most `max_findings`. The rules are silent where
/// they are not sure. What YAML itself refuses is among the findings; of text that half-typed lines have
/// broken, only what stands on its own is judged.
std::vector<Finding> check(const Model& model, const Sources& sources);

/// Whether a code is judged in half-typed text too.
bool stands_alone(Code code);

/// The text after a fix.
std::string applied(std::string_view text, const Fix& fix);

} // namespace unify_ls::workflow
