#pragma once

#include <optional>
#include <string>

/// The `.git` of a repository as files, looked at before git is asked.
namespace unify_ls::git {

/// The nearest `.git` (a folder, or the file of a worktree or submodule) from a folder upwards, as git looks
/// for it; "" without one.
std::string nearest_dot_git(const std::string& folder);

/// A file of a `.git` that git reads early and would wait for until its deadline, because it is a pipe, a
/// socket or a device. Nothing where there is none; and deeper inside there may be more, which the deadline
/// ends.
std::optional<std::string> waiting_file(const std::string& dot_git);

} // namespace unify_ls::git
