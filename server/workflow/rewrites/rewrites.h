#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/model/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Changes that somebody may want and nothing asks for.
namespace unify_ls::workflow {

/// What can be written in another way at a place: one needed job as a list, a condition with its braces.
std::vector<Fix> rewrites_at(const Model& model, Span place);

/// A file that was written for GitHub Actions, for Unify: the header, the contexts, outputs, images. Where a
/// person must decide, a comment says so. Nothing where nothing in the file is GitHub's, which its findings
/// tell.
std::optional<Fix> conversion_from_github(const Model& model, const std::vector<Finding>& findings);

} // namespace unify_ls::workflow
