#pragma once

#include "server/commands/services.h"

#include <chrono>
#include <optional>
#include <vector>

namespace unify_ls::commands {

/// Unfinished runs that one list asks the platform about; the newest ones matter.
inline constexpr std::size_t refreshed_runs_limit = 10;

/// The time that a person waits for news of runs before what is known is shown.
inline constexpr std::chrono::seconds refresh_patience{5};

/// Looks at a run as Follower::look does, for no longer than a person waits: else it stays as it was.
Task<std::optional<Error>> look_briefly(const Services& services, state::JournalRun& run,
                                        std::chrono::milliseconds patience = refresh_patience);

/// Reads anew how the unfinished ones of `runs` stand, and notes it. What cannot be read stays as it was.
Task<> refresh_unfinished(const Services& services, std::vector<state::JournalRun>& runs);

} // namespace unify_ls::commands
