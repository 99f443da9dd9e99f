#pragma once

#include "server/commands/services.h"

#include <vector>

namespace unify_ls::commands {

/// Unfinished runs that one list asks the platform about; the newest ones matter.
inline constexpr std::size_t refreshed_runs_limit = 10;

/// The time that a list waits for the platform before it shows what is known.
inline constexpr std::chrono::seconds refresh_patience{5};

/// Reads anew how the unfinished ones of `runs` stand, and notes it. What cannot be read stays as it was.
Task<> refresh_unfinished(const Services& services, std::vector<workspace::JournalRun>& runs);

} // namespace unify_ls::commands
