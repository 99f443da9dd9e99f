#pragma once

#include "server/documents/documents.h"
#include "server/git/plain_file.h"
#include "server/workflow/checks/sources.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::language {

/// Files and folders that are gone through for those of ours.
inline constexpr std::size_t max_walked_files = 200'000;
/// Names of one folder that are looked at.
inline constexpr std::size_t max_listed_files = 1000;
/// What was read of other files and is kept.
inline constexpr std::size_t max_kept_files = 1000;

/// The root of the repository that a file lies in: the nearest folder upwards with a `.git`, else the one
/// that has the file's `.cloudbees`, else the file's own. Both are absolute paths.
std::string root_of(std::string_view path);

/// A path below a folder, relative to it; nothing for one that is elsewhere.
std::optional<std::string> below(std::string_view folder, std::string_view path);

/// Every file of ours in a folder and below, by place, sorted: YAML in `.cloudbees`, and `action.yml`
/// anywhere. Links are not followed, and hidden folders but ours not entered.
std::vector<std::string> files_of(const std::string& folder);

/// The root of a clone for each repository that one of the workspace's folders is a clone of, as
/// `host/owner/name` in lower case.
using Clones = std::map<std::string, std::string, std::less<>>;

/// The files around an open text: what the editor has open counts as it stands there, all else as it stands
/// in the working copy.
class Workspace {
 public:
  explicit Workspace(const documents::Documents& documents) : documents_(documents) {}

  /// What a file offers to those who call it; null where there is no such file, or none that may be read.
  std::shared_ptr<const workflow::Callable> callable(const std::string& root, const std::string& path);

  /// False when they are the same as before.
  bool set_clones(Clones clones);

  /// Null where there is none.
  const std::string* clone_of(std::string_view repository) const;

  /// The absolute path of the file that stands for a path of a repository; nothing where there is none.
  std::optional<std::string> file(const std::string& root, workflow::CalledKind kind, std::string_view path);

  /// The same, read.
  workflow::Called called(const std::string& root, workflow::CalledKind kind, std::string_view path);

  /// Names of a folder below a root, without those that are hidden.
  static std::vector<std::string> names(const std::string& root, std::string_view folder);

 private:
  struct Kept {
    std::optional<git::FileStamp> stamp; ///< of a file on the disk
    std::uint64_t revision = 0;          ///< of an open text
    std::shared_ptr<const workflow::Callable> callable;
  };

  std::shared_ptr<const workflow::Callable> keep(const std::string& path, Kept kept);

  const documents::Documents& documents_;
  std::map<std::string, Kept, std::less<>> kept_;
  Clones clones_;
};

/// Other files, as a file of the repository at `root` refers to them.
class WorkspaceSources final : public workflow::Sources {
 public:
  WorkspaceSources(Workspace& workspace, std::string root,
                   std::shared_ptr<const workflow::Runnable> runnable = {})
      : workspace_(workspace),
        root_(std::move(root)),
        runnable_(std::move(runnable)) {}

  workflow::Called local(workflow::CalledKind kind, std::string_view path) const override;
  workflow::Called elsewhere(workflow::CalledKind kind, std::string_view repository,
                             std::string_view path) const override;
  std::vector<std::string> local_paths(workflow::CalledKind kind) const override;

  const workflow::Runnable* runnable() const override { return runnable_.get(); }

  /// The absolute path of the file that a local `uses` leads to; nothing where there is none.
  std::optional<std::string> file(workflow::CalledKind kind, std::string_view path) const;

 private:
  Workspace& workspace_;
  std::string root_;
  std::shared_ptr<const workflow::Runnable> runnable_;
};

} // namespace unify_ls::language
