#pragma once

#include "protocol/unify_runs.h"

#include <string>

namespace unify_ls::commands {

/// The details of a run as Markdown for a person: how it stands, what was sent, what hangs on it, what the
/// platform does not give. `details.text` is not read. Whatever comes from the repository or the platform
/// stands in code, so that it can form neither a link nor anything else.
std::string details_text(const protocol::RunDetails& details);

} // namespace unify_ls::commands
