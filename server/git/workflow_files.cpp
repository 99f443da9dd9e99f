#include "server/git/workflow_files.h"

#include "server/base/text.h"
#include "server/git/git_failure.h"
#include "server/git/git_objects.h"
#include "server/workflow/reader.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace unify_ls::git {
namespace {

/// Listings and indexes kept for the next time, and how many bytes of text they may hold together.
constexpr std::size_t max_kept = 8;
constexpr std::size_t max_kept_bytes = std::size_t{16} << 20U;
constexpr std::size_t max_subject_length = 100;
/// For the commit itself and the heads of the objects in one answer of git.
constexpr std::size_t batch_margin = std::size_t{4} << 20U;
/// The longest name that a file can have.
constexpr std::size_t max_name_bytes = 255;

/// A file on the remote branch.
struct RemoteFile {
  std::string name; ///< any bytes
  std::string object;
  std::shared_ptr<const std::string> text;
  std::optional<std::string> problem;
};

std::string path_of(std::string_view name) { return fmt::format("{}/{}", workflows_folder, name); }

/// Why a name cannot be sent to the platform or shown as it is; nothing for a good one.
std::optional<std::string> problem_of_name(std::string_view name) {
  if (!is_valid_utf8(name)) return "The name of this file is not UTF-8; rename it.";
  const bool control = std::ranges::any_of(
      name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\'; });
  if (control) return "The name of this file holds a control character or a backslash; rename it.";
  if (name.size() > max_name_bytes) return "The name of this file is too long; rename it.";
  return std::nullopt;
}

std::optional<std::string> problem_of_entry(const TreeEntry& entry) {
  constexpr std::string_view end = "is not a file and cannot be a workflow.";
  if (entry.is_symlink()) return fmt::format("On the remote branch this is a symlink, which {}", end);
  if (entry.is_submodule()) return fmt::format("On the remote branch this is a submodule, which {}", end);
  if (!entry.is_file()) return fmt::format("On the remote branch this {}", end);
  if (entry.size.value_or(0) > max_workflow_bytes)
    return fmt::format("On the remote branch this file is larger than {} KiB and is not read.",
                       max_workflow_bytes >> 10U);
  return std::nullopt;
}

std::optional<std::string> problem_of_fault(FileFault fault) {
  switch (fault) {
  case FileFault::absent: return std::nullopt;
  case FileFault::symlink: return "In the working copy this is a symlink, which is not followed.";
  case FileFault::not_a_file: return "In the working copy this is not a regular file.";
  case FileFault::too_large:
    return fmt::format(
        "In the working copy this file is too large to be read (over {} KiB, or over {} MiB with "
        "all others).",
        max_workflow_bytes >> 10U, max_listing_bytes >> 20U);
  case FileFault::unreadable: return "In the working copy this file cannot be read.";
  }
  std::unreachable();
}

/// A clone without some of the objects that the branch consists of, as a partial one is.
Error lacking_contents(const Checkout& checkout) {
  return {.kind = ErrorKind::git,
          .message = fmt::format("This clone lacks contents of branch {}; fetch them.",
                                 workflow::quoted(*checkout.branch)),
          .advice = refetch_command(checkout.repository.place(), checkout.remote->name, *checkout.branch)};
}

/// The list's entry for a name, with what both sides have of it.
WorkflowFile entry_for(const std::string& name) {
  WorkflowFile file{.name = repair_utf8(name), .path = path_of(repair_utf8(name))};
  if (auto problem = problem_of_name(name)) file.problems.push_back(std::move(*problem));
  return file;
}

void add_remote_side(WorkflowFile& file, const RemoteFile& remote) {
  file.state = FileState::onlyRemote;
  file.object = remote.object;
  file.remote_text = remote.text;
  if (remote.problem) file.problems.push_back(*remote.problem);
}

void add_working_side(WorkflowFile& file, WorkingFile& working, const std::string& root) {
  file.working_path = root + "/" + path_of(working.name);
  const bool on_remote = !file.object.empty();
  if (working.text) {
    file.working_text = std::move(*working.text);
    const bool equal = file.remote_text && same_text(*file.remote_text, *file.working_text);
    file.state = equal ? FileState::same : FileState::modified;
  } else {
    file.state = FileState::modified;
    if (auto problem = problem_of_fault(working.text.error())) file.problems.push_back(std::move(*problem));
  }
  if (!on_remote) file.state = FileState::untracked; // until the index is asked
}

/// Texts of files whose names cannot be used are of no use either.
void drop_texts_of_bad_name(WorkflowFile& file, const std::string& name) {
  if (!problem_of_name(name)) return;
  file.remote_text.reset();
  file.working_text.reset();
}

} // namespace

/// What one commit has; never changes.
struct WorkflowLister::Listing {
  std::string common_dir;
  std::string commit;
  std::string subject;
  std::vector<RemoteFile> files;
  std::vector<std::string> notes;
  std::size_t bytes = 0;
};

/// The workflow files in the index of one worktree, from the root.
struct WorkflowLister::Tracked {
  std::string git_dir;
  std::optional<FileStamp> index;
  std::set<std::string, std::less<>> paths;
};

std::string_view name_of(FileState state) {
  switch (state) {
  case FileState::same: return "same";
  case FileState::modified: return "modified";
  case FileState::onlyLocal: return "onlyLocal";
  case FileState::untracked: return "untracked";
  case FileState::onlyRemote: return "onlyRemote";
  }
  std::unreachable();
}

const std::string* WorkflowFile::text() const {
  if (remote_text) return remote_text.get();
  return working_text ? &*working_text : nullptr;
}

Task<Result<WorkflowFiles>> WorkflowLister::list(Checkout checkout) {
  if (checkout.remote && !checkout.branch)
    co_return fail({.kind = ErrorKind::needsInput,
                    .message = "Say which branch is meant; the checked-out one is not on the remote.",
                    .missing = {"branch"}});
  WorkflowFiles list{.source = checkout.remote ? ListSource::remote : ListSource::working_copy};
  std::map<std::string, WorkflowFile> entries; // by name, as bytes
  if (checkout.remote && checkout.commit) {
    const auto listing = co_await listing_of(checkout);
    if (!listing) co_return fail(listing.error());
    list.subject = (*listing)->subject;
    list.notes = (*listing)->notes;
    for (const RemoteFile& file : (*listing)->files)
      add_remote_side(entries.emplace(file.name, entry_for(file.name)).first->second, file);
  }
  const RepositoryPaths& paths = checkout.repository;
  WorkingCopy copy = paths.has_working_copy() ? read_working_copy(paths.root) : WorkingCopy{};
  if (copy.note) list.notes.push_back(std::move(*copy.note));
  for (WorkingFile& file : copy.files)
    add_working_side(entries.emplace(file.name, entry_for(file.name)).first->second, file, paths.root);

  const auto needs_index = [](const auto& entry) { return entry.second.state == FileState::untracked; };
  if (std::ranges::any_of(entries, needs_index)) {
    const auto tracked = co_await tracked_files(paths);
    if (!tracked) co_return fail(tracked.error());
    for (auto& [name, file] : entries)
      if (file.state == FileState::untracked && (*tracked)->paths.contains(path_of(name)))
        file.state = FileState::onlyLocal;
  }
  for (auto& [name, file] : entries) {
    drop_texts_of_bad_name(file, name);
    list.files.push_back(std::move(file));
  }
  co_return list;
}

Task<Result<std::shared_ptr<const WorkflowLister::Listing>>>
WorkflowLister::listing_of(const Checkout& checkout) {
  if (auto kept = remembered(checkout.repository.common_dir, *checkout.commit)) co_return kept;
  auto listing = co_await read_listing(checkout);
  if (listing) remember(*listing);
  co_return listing;
}

Task<Result<std::shared_ptr<const WorkflowLister::Listing>>>
WorkflowLister::read_listing(const Checkout& checkout) {
  const std::string folder(workflows_folder.substr(0, workflows_folder.find('/')));
  // The folder above, so that a symlink or submodule in its place is told; the slash lists what is inside the
  // other.
  GitCall call{.command = GitCommand::ls_tree,
               .folder = checkout.repository.place(),
               .arguments = {*checkout.commit, folder, std::string(workflows_folder) + "/"}};
  const ChildOutcome outcome = co_await git_.try_run(call);
  if (!outcome.succeeded()) {
    Error error = failure_of(call, outcome);
    if (lacks_objects(outcome))
      error.advice = refetch_command(call.folder, checkout.remote->name, *checkout.branch);
    co_return fail(std::move(error));
  }

  auto listing = std::make_shared<Listing>(
      Listing{.common_dir = checkout.repository.common_dir, .commit = *checkout.commit});
  std::size_t folders = 0;
  for (TreeEntry& entry : read_tree(outcome.output)) {
    const std::string prefix = path_of("");
    if (!entry.path.starts_with(prefix)) {
      if (entry.is_symlink() || entry.is_submodule() || entry.is_file())
        listing->notes.push_back(fmt::format(
            "{} on the remote branch is not a folder, so it has no workflows.", repair_utf8(entry.path)));
      continue;
    }
    std::string name = entry.path.substr(prefix.size());
    if (entry.mode == "040000") ++folders;
    if (!workflow::is_workflow_file_name(name)) continue;
    std::optional<std::string> problem = problem_of_entry(entry);
    // git gives no size for what it does not have.
    if (!problem && !entry.size) co_return fail(lacking_contents(checkout));
    if (!problem) listing->bytes += *entry.size;
    listing->files.push_back({std::move(name), std::move(entry.object), nullptr, std::move(problem)});
  }
  if (folders > 0)
    listing->notes.push_back(fmt::format("Folders inside {} are not looked into.", workflows_folder));
  const Result<void> contents = co_await read_contents(checkout, *listing);
  if (!contents) co_return fail(contents.error());
  co_return listing;
}

/// Reads the commit and all files in one conversation, by object id.
Task<Result<void>> WorkflowLister::read_contents(const Checkout& checkout, Listing& listing) {
  if (listing.files.size() > max_workflow_files)
    co_return fail(ErrorKind::git,
                   fmt::format("{} on branch {} holds more than {} workflows.", workflows_folder,
                               workflow::quoted(*checkout.branch), max_workflow_files));
  if (listing.bytes > max_listing_bytes)
    co_return fail(ErrorKind::git, fmt::format("The workflows on branch {} hold more than {} MiB together.",
                                               workflow::quoted(*checkout.branch), max_listing_bytes >> 20U));
  GitCall call{.command = GitCommand::cat_file_batch,
               .folder = checkout.repository.place(),
               .input = listing.commit + "\n",
               .output_limit = listing.bytes + batch_margin};
  std::vector<RemoteFile*> asked;
  for (RemoteFile& file : listing.files) {
    if (file.problem) continue;
    asked.push_back(&file);
    call.input += file.object + "\n";
  }
  const ChildOutcome outcome = co_await git_.try_run(call);
  if (lacks_objects(outcome)) co_return fail(lacking_contents(checkout));
  if (!outcome.succeeded()) co_return fail(failure_of(call, outcome));

  auto objects = read_batch(outcome.output);
  if (!objects || objects->size() != asked.size() + 1) co_return fail(lacking_contents(checkout));
  if (objects->front()) listing.subject = subject_of(*objects->front(), max_subject_length);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    std::optional<std::string>& text = (*objects)[i + 1];
    if (!text) co_return fail(lacking_contents(checkout));
    asked[i]->text = std::make_shared<const std::string>(std::move(*text));
  }
  co_return Result<void>{};
}

Task<Result<std::shared_ptr<const WorkflowLister::Tracked>>>
WorkflowLister::tracked_files(const RepositoryPaths& paths) {
  // Before git reads it: what changes meanwhile is read again next time.
  const std::optional<FileStamp> stamp = stamp_of(paths.git_dir + "/index");
  const auto kept = std::ranges::find(tracked_, paths.git_dir, &Tracked::git_dir);
  if (kept != tracked_.end() && (*kept)->index == stamp) co_return *kept;
  if (kept != tracked_.end()) tracked_.erase(kept);

  const Result<std::string> output = co_await git_.run({.command = GitCommand::ls_files,
                                                        .folder = paths.root,
                                                        .arguments = {"--", std::string(workflows_folder)}});
  if (!output) co_return fail(output.error());
  auto tracked = std::make_shared<Tracked>(Tracked{.git_dir = paths.git_dir, .index = stamp});
  for (std::string_view rest = *output; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    tracked->paths.emplace(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  tracked_.push_front(tracked);
  if (tracked_.size() > max_kept) tracked_.pop_back();
  co_return tracked;
}

std::shared_ptr<const WorkflowLister::Listing> WorkflowLister::remembered(const std::string& common_dir,
                                                                          const std::string& commit) {
  const auto kept = std::ranges::find_if(
      listings_, [&](const auto& one) { return one->common_dir == common_dir && one->commit == commit; });
  if (kept == listings_.end()) return nullptr;
  listings_.splice(listings_.begin(), listings_, kept);
  return listings_.front();
}

void WorkflowLister::remember(std::shared_ptr<const Listing> listing) {
  listings_.push_front(std::move(listing));
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (auto one = listings_.begin(); one != listings_.end(); ++one) {
    bytes += (*one)->bytes;
    ++count;
    if (count <= max_kept && (bytes <= max_kept_bytes || count == 1)) continue;
    listings_.erase(one, listings_.end());
    return;
  }
}

} // namespace unify_ls::git
