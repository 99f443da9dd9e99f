#pragma once

#include "server/commands/services.h"

#include <optional>
#include <string>
#include <vector>

namespace unify_ls::commands {

/// The run that a person names by our id, the platform's, the beginning of one, or the run's URL; without a
/// name the newest of the folder that the command means, or of this machine where no repository is open.
/// notFound with a sentence when there is none, or more than one.
Task<Result<state::JournalRun>> find_run(const Services& services, std::optional<std::string> name);

/// The runs of the folder that the command means, as they are written down, newest first.
Task<Result<std::vector<state::JournalRun>>> runs_of_folder(const Services& services,
                                                            int limit = state::default_listed_runs);

} // namespace unify_ls::commands
