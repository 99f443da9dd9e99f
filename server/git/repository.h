#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/base/task.h"
#include "server/git/branch_choice.h"
#include "server/git/git.h"
#include "server/git/git_output.h"
#include "server/git/plain_file.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::git {

/// The folder that a path leads to, symlinks followed; steps that do not exist are kept.
std::string real_folder(const std::string& path);

/// A file's path with the symlinks in its folder followed. What the file itself is, is not looked at.
std::string real_path(const std::string& file);

/// The folder of the repository that a folder lies in, symlinks followed: the nearest upwards that has a
/// `.git`. Empty without one.
std::string repository_folder(const std::string& folder);

/// More commits that were not pushed are not counted.
inline constexpr unsigned max_counted_commits = 1000;

/// The local branch that belongs to the branch on the remote: the checked-out one where that is its own
/// branch there, else the one of its name, else another whose own branch it is.
struct LocalSide {
  std::string branch;
  bool checked_out = false;
  /// Commits that the remote branch, as last fetched, does not have, at most max_counted_commits. Nothing
  /// where it cannot be told.
  std::optional<unsigned> unpushed{};
};

/// A folder's repository, and which branch of which remote is meant.
struct Checkout {
  RepositoryPaths repository;
  std::vector<Remote> remotes;
  std::optional<Remote> remote; ///< nothing when the repository has none
  BranchRule rule = BranchRule::none;
  std::optional<std::string> branch; ///< its plain name on the remote; nothing when it has to be asked
  std::optional<std::string> commit; ///< of the remote branch, as last fetched
  std::optional<WallTime> fetched_at;
  std::vector<std::string> branches;         ///< of the remote, sorted; to choose from
  std::optional<std::string> default_branch; ///< what the remote's HEAD points at
  std::optional<std::string> checked_out;    ///< the local branch; nothing when detached or without commits
  std::optional<LocalSide> local;
};

/// Finds the repository of a folder and reads its remotes and branches through git.
///
/// What changes rarely (where the repository is, its remotes) is kept per folder for as long as the files it
/// came from are unchanged; the references are read again each time. So the first call starts two or three
/// programs side by side, later ones one; and one more when the local branch and the remote one have moved
/// apart. Not seen: a remote that comes to be in an included configuration file which held nothing of this
/// kind before. Thread: the loop's.
class Repositories {
 public:
  explicit Repositories(const Git& git) : git_(git) {}

  Repositories(const Repositories&) = delete;
  Repositories& operator=(const Repositories&) = delete;

  /// The repository that `folder` (absolute) lies in.
  Task<Result<RepositoryPaths>> find(std::string folder);

  Task<Result<Checkout>> describe(std::string folder, CheckoutWishes wishes);

 private:
  struct Watched {
    std::string path;
    std::optional<FileStamp> stamp;
  };

  struct Distance {
    std::string local;
    std::string remote;
    unsigned commits = 0;
  };

  /// What git says of a folder that changes rarely.
  struct Learned {
    RepositoryPaths paths;
    GitSettings settings;
  };

  /// What is kept of a folder.
  struct Known {
    RepositoryPaths paths;
    GitSettings settings;
    std::string root; ///< repository_folder when it was kept
    std::vector<Watched> watched;
    std::optional<Distance> distance{};
  };

  Known* still_known(const std::string& folder);
  Task<Result<Refs>> look(std::string folder);
  Task<Result<Refs>> look_first(std::string folder);
  Task<Result<Learned>> learn(std::string folder);
  Task<std::optional<unsigned>> count_unpushed(std::string folder, std::string local, std::string remote);
  void keep(const std::string& folder, RepositoryPaths paths, GitSettings settings);

  const Git& git_;
  std::map<std::string, Known, std::less<>> known_;
};

} // namespace unify_ls::git
