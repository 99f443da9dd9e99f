#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/model/model.h"

#include <optional>
#include <vector>

namespace unify_ls::workflow {

/// A file that was written for GitHub Actions, for Unify: the header, the contexts, outputs, images. Where a
/// person must decide, a comment says so. Nothing where nothing in the file is GitHub's, which its findings
/// tell.
std::optional<Fix> conversion_from_github(const Model& model, const std::vector<Finding>& findings);

} // namespace unify_ls::workflow
