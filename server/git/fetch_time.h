#pragma once

#include "server/base/clock.h"
#include "server/git/git_output.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::git {

/// When git last learned that `branch` of `remote` is at `commit`: from the newest of the last fetch that
/// brought just that, the last entry of the branch's reflog, and, where the branch has no reflog because it
/// never moved since, the cloning. Nothing where it cannot be told, for example without reflogs. Reads three
/// small files, starts no program.
std::optional<WallTime> fetched_at(const RepositoryPaths& paths, std::string_view remote,
                                   std::string_view branch, std::string_view commit);

/// The time in the last line of a reflog, if that line says that the reference came to be at `commit` ("": at
/// any).
std::optional<WallTime> time_in_reflog(std::string_view reflog, std::string_view commit);

/// Whether a FETCH_HEAD file says that the last fetch saw `branch` at `commit`.
bool was_fetched(std::string_view fetch_head, std::string_view branch, std::string_view commit);

} // namespace unify_ls::git
