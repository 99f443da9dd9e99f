#pragma once

#include <boost/container/flat_map.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What git tells of a repository, read from its output into values. Pure: no git, no files.
namespace unify_ls::git {

/// Longer names of branches are left out: nobody could have meant them, and everything that looks at them
/// would be slow.
inline constexpr std::size_t max_ref_bytes = 1024;
/// Remotes, and rewritings of their addresses, that are read; more are left out.
inline constexpr std::size_t max_remotes = 500;

/// Where a repository is. All paths are absolute.
struct RepositoryPaths {
  std::string root;    ///< of the working copy; empty where there is none (a bare repository, inside `.git`)
  std::string git_dir; ///< of this worktree
  std::string common_dir; ///< shared by all worktrees; the same as git_dir in the main one
  bool bare = false;

  bool has_working_copy() const { return !root.empty(); }

  /// A folder to run git in.
  const std::string& place() const { return root.empty() ? git_dir : root; }
};

/// Points into the text of its Refs.
struct LocalBranch {
  std::string_view name;
  std::string_view commit;
  std::string_view upstream_remote; ///< empty without an upstream
  std::string_view upstream_branch; ///< its name on that remote
};

/// The references of a repository as last fetched. Branches whose names are not UTF-8 are left out: they
/// could not be sent to the platform. There may be tens of thousands, so none has memory of its own: making
/// and freeing that would hold the loop.
struct Refs {
  std::shared_ptr<const std::string> text{}; ///< git's answer, which everything below points into
  std::vector<LocalBranch> local{};
  std::optional<LocalBranch> checked_out{}; ///< nothing when detached, or on a branch without commits
  /// `origin/main` (below refs/remotes) to its commit.
  boost::container::flat_map<std::string_view, std::string_view> remote{};
  /// `origin` to the branch that its HEAD points at.
  boost::container::flat_map<std::string_view, std::string_view> heads{};

  /// Names on the remote, sorted.
  std::vector<std::string_view> branches_of(std::string_view remote) const;
  std::optional<std::string_view> commit_of(std::string_view remote, std::string_view branch) const;
};

/// A remote and the URL that git fetches from.
struct Remote {
  std::string name;
  std::string url;            ///< with `url.*.insteadOf` applied, as git does; may hold user info
  std::string configured_url; ///< as it stands in the configuration
};

/// The settings of git that matter here.
struct GitSettings {
  std::vector<Remote> remotes; ///< in alphabetical order, with at least a URL each
  /// `branch.<name>.remote`, by branch.
  std::map<std::string, std::string, std::less<>> branch_remotes;
  /// Absolute paths of the files that these settings came from.
  std::vector<std::string> files;

  const Remote* find(std::string_view remote) const;
};

/// The arguments of the call that each reader reads.
std::vector<std::string> paths_arguments();
std::vector<std::string> refs_arguments();
std::vector<std::string> settings_arguments();

/// Of `rev-parse`. Nothing where the output is not what it should be; a call that fails only because there is
/// no working copy has all the rest.
std::optional<RepositoryPaths> read_paths(std::string_view output);
/// Of `for-each-ref`, whole lines of it, added to what was read before; they have to lie in `refs.text`.
/// Lines that are not what they should be are left out, and so are branches whose names are longer than
/// max_ref_bytes.
void add_refs(Refs& refs, std::string_view output);
/// Of `config`.
GitSettings read_settings(std::string_view output);

} // namespace unify_ls::git
