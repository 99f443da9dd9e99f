#pragma once

#include "server/base/error.h"
#include "server/base/task.h"
#include "server/git/git.h"
#include "server/git/git_objects.h"
#include "server/git/listing_budget.h"
#include "server/git/repository.h"
#include "server/git/working_copy.h"

#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unify_ls::git {

/// How a file of the working copy stands to what the platform would run: the remote branch as last fetched.
/// The names are those of the wire.
enum class FileState {
  same,       ///< equal, line endings aside
  modified,   ///< on the remote branch with another text, or unreadable here
  onlyLocal,  ///< git knows it, the remote branch does not have it
  untracked,  ///< git does not know it
  onlyRemote, ///< not in the working copy
};

std::string_view name_of(FileState state);

/// Whose texts count.
enum class ListSource {
  remote,       ///< the remote branch's
  working_copy, ///< there is no remote
};

/// A file with a workflow's name. Its texts are not looked into here.
struct WorkflowFile {
  std::string name; ///< valid UTF-8, without a folder; as it is shown where it is no name that can be used
  std::string path; ///< below the repository's root, with `/`
  FileState state = FileState::same;
  std::optional<std::string> working_path{}; ///< absolute, when the working copy has it
  std::string object{}; ///< git's id of remote_text, so that what is read of it can be kept
  std::shared_ptr<const std::string> remote_text{};
  std::optional<std::string> working_text{};
  /// Why a text is missing that should be there: a symlink, a submodule, too large. Whole sentences.
  std::vector<std::string> problems{};
  /// A command that brings the text, where this clone lacks it.
  std::optional<std::string> remedy{};

  /// What would run: the remote branch's text, else the working copy's. Null where that
  /// cannot be read.
  const std::string* text() const;
};

struct WorkflowFiles {
  ListSource source = ListSource::remote;
  std::string subject{};             ///< of the commit that was read, one printable line; empty without one
  std::vector<WorkflowFile> files{}; ///< sorted by name
  std::vector<std::string> notes{};  ///< what else a person should know, such as folders that were not read
};

struct RemoteFile;

/// Lists the workflow files of a checkout: at the commit of its remote branch, each beside the working
/// copy's.
///
/// Costs two programs (`ls-tree`, `cat-file --batch`; of the latter one more for each further 2 MiB), none
/// when that commit was listed lately; and one more (`ls-files`) only when the working copy has a file that
/// the remote branch lacks and the index has changed since it was asked last. The working copy is read again
/// each time, without a program. Thread: the loop's.
class WorkflowLister {
 public:
  explicit WorkflowLister(const Git& git) : git_(git) {}

  WorkflowLister(const WorkflowLister&) = delete;
  WorkflowLister& operator=(const WorkflowLister&) = delete;

  /// Lists as much as the budget allows, which remembers the names that were left out. Errors: `needsInput`
  /// for a checkout whose branch has to be asked; `git` for a partial clone that lacks the folder itself, with
  /// the command that fetches it. A file whose contents it lacks is listed without a text, with its problem
  /// and remedy.
  Task<Result<WorkflowFiles>> list(Checkout checkout, ListingBudget& budget);

 private:
  struct Listing;
  struct Tracked;
  struct Absent;
  struct Entries;

  Task<Result<std::shared_ptr<const Listing>>> listing_of(const Checkout& checkout, ListingBudget& budget);
  Task<Result<std::shared_ptr<const Listing>>> read_listing(const Checkout& checkout, ListingBudget& budget);
  Task<Result<Entries>> read_folder(const Checkout& checkout, ListingBudget& budget, bool& complete);
  Task<Result<Absent>> absent_objects(const Checkout& checkout);
  Task<Result<void>> read_contents(const Checkout& checkout, Listing& listing, ListingBudget& budget);
  Task<Result<void>> read_batch_of(const Checkout& checkout, Listing& listing,
                                   const std::vector<RemoteFile*>& batch);
  Task<Result<std::shared_ptr<const Tracked>>> tracked_files(const RepositoryPaths& paths);
  std::shared_ptr<const Listing> remembered(const std::string& common_dir, const std::string& commit);
  void remember(std::shared_ptr<const Listing> listing);

  const Git& git_;
  std::list<std::shared_ptr<const Listing>> listings_; ///< the latest first
  std::list<std::shared_ptr<const Tracked>> tracked_;  ///< one for each working copy, the latest first
};

} // namespace unify_ls::git
