#pragma once

#include "server/commands/services.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// The run with this id of ours; without one the newest of the folder that the command means, or of this
/// machine where no repository is open. notFound with a sentence when there is none.
Task<Result<state::JournalRun>> find_run(const Services& services, std::optional<std::string> id);

} // namespace unify_ls::commands
