#pragma once

#include "server/base/child.h"
#include "server/base/error.h"
#include "server/base/gate.h"
#include "server/base/task.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::git {

/// Everything that git is ever asked to do: the commands that no configuration of a hostile repository can
/// turn into running something. (`status`, `diff`, `log` and `hash-object` are not among them: hooks of the
/// file system monitor, filters and signature checks run there.)
enum class GitCommand {
  rev_parse,
  config_get_regexp, ///< `config -z --show-origin --get-regexp`
  for_each_ref,
  ls_tree, ///< `ls-tree -z --full-tree`
  cat_file_batch,
  rev_list,
  ls_files, ///< `ls-files -z --full-name`
};

/// One call of git, said completely.
struct GitCall {
  GitCommand command;
  std::string folder; ///< absolute; git looks for the repository upwards from here
  std::vector<std::string> arguments{};
  std::string input{};
  std::size_t output_limit = std::size_t{16} << 20U;
};

/// Programs of git at a time. An editor that asks thousands of things at once must not start thousands of
/// programs, which no machine has the descriptors for.
inline constexpr std::size_t git_limit = 8;

/// Runs git so that a repository runs nothing of its own: an absolute program found once, an environment of
/// our own making, no lazy fetch, no pager, no file system monitor, a deadline. Only git_limit of them run at
/// a time. Thread: the loop's.
class Git {
 public:
  /// `program` is absolute, or empty where there is none: every call then fails, saying so.
  Git(std::string program, std::vector<std::string> environment);

  /// The git in the PATH of this process, with what its environment may hand on.
  static Git of_this_process();

  /// What git wrote to stdout. An exit code other than 0 is an Error (see failure_of in git_failure.h).
  Task<Result<std::string>> run(GitCall call) const;

  /// How the call ended, for callers to whom another exit code tells something.
  Task<ChildOutcome> try_run(GitCall call) const;

  /// Where git reads the settings of this user, whether or not the files exist.
  std::vector<std::string> user_configuration_files() const;

 private:
  std::string program_;
  std::vector<std::string> environment_;
  std::shared_ptr<Gate> gate_;
};

/// The whole environment that git gets. `variable` looks a name up in ours. HOME, XDG_CONFIG_HOME and an
/// absolute GIT_CONFIG_GLOBAL are passed on, and the system's configuration is read, because the user's
/// `safe.directory` stands there; no other GIT_* variable is.
std::vector<std::string>
git_environment(const std::function<std::optional<std::string>(const char*)>& variable);

/// The words after `git` for this call.
std::vector<std::string> git_words(const GitCall& call);

} // namespace unify_ls::git
