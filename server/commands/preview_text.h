#pragma once

#include "protocol/unify_runs.h"

#include <string>

namespace unify_ls::commands {

/// What a dry run found, as Markdown for a person: inputs, branch and component, then the request itself.
/// `preview.text` is not read.
std::string preview_text(const protocol::RunStarted& preview);

} // namespace unify_ls::commands
