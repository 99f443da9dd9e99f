#pragma once

#include "server/base/child.h"
#include "server/base/error.h"
#include "server/git/git.h"

#include <string>
#include <string_view>

/// What to say when git fails, and the exact commands that help: messages in our words, never in git's.
namespace unify_ls::git {

/// Why this call failed: no git, no repository, a repository of somebody else, an object that a partial clone
/// lacks, time up, or anything else. The advice holds a command where one helps.
Error failure_of(const GitCall& call, const ChildOutcome& outcome);

/// Whether the call failed because a partial clone was not made with what it needs.
bool lacks_objects(const ChildOutcome& outcome);

/// A word for a POSIX shell, in quotes where it needs them.
std::string shell_word(std::string_view word);

/// `git -C ROOT fetch origin +refs/heads/main:refs/remotes/origin/main`: brings a branch up to date, also in
/// a clone of another single branch. `*` brings all branches, also into a bare clone, whose own `fetch` makes
/// no remote branches.
std::string fetch_command(std::string_view root, std::string_view remote, std::string_view branch);

/// Brings one object that a partial clone lacks, and nothing else.
std::string fetch_object_command(std::string_view root, std::string_view object);

/// Brings a folder of a commit, with all files in it, where a partial clone lacks it.
std::string fetch_folder_command(std::string_view root, std::string_view commit, std::string_view folder);

/// Brings everything that the branch consists of once more, for a clone that is damaged.
std::string refetch_command(std::string_view root, std::string_view remote, std::string_view branch);

} // namespace unify_ls::git
