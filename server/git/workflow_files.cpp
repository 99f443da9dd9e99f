#include "server/git/workflow_files.h"

#include "server/base/text.h"
#include "server/base/turn.h"
#include "server/git/git_failure.h"
#include "server/workflow/reader.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace unify_ls::git {

/// A file on the remote branch.
struct RemoteFile {
  std::string name; ///< any bytes
  std::string object;
  std::size_t size = 0; ///< 0 where there is a problem
  std::shared_ptr<const std::string> text;
  std::optional<std::string> problem;
};

namespace {

/// Listings and indexes kept for the next time, and how many bytes of text they may hold together.
constexpr std::size_t max_kept = 8;
constexpr std::size_t max_kept_bytes = std::size_t{16} << 20U;
constexpr std::size_t max_subject_length = 100;
/// Contents asked for in one conversation with git, so that neither its answer nor the reading of it is long.
constexpr std::size_t max_batch_bytes = std::size_t{4} << 20U;
/// For the commit itself and the heads of the objects in one answer of git.
constexpr std::size_t batch_margin = std::size_t{4} << 20U;
/// Names that git may tell of one folder.
constexpr std::size_t max_names_bytes = std::size_t{4} << 20U;
/// The longest name that a file can have.
constexpr std::size_t max_name_bytes = 255;

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
    return fmt::format("In the working copy this file is larger than {} KiB and is not read.",
                       max_workflow_bytes >> 10U);
  case FileFault::unreadable: return "In the working copy this file cannot be read.";
  }
  std::unreachable();
}

/// Takes off the next files that fit into one conversation, passing over those that the budget leaves out.
std::vector<RemoteFile*> next_batch(std::span<RemoteFile* const>& left, ListingBudget& budget) {
  std::vector<RemoteFile*> batch;
  std::size_t bytes = 0;
  for (; !left.empty(); left = left.subspan(1)) {
    RemoteFile& file = *left.front();
    if (!batch.empty() && bytes + file.size > max_batch_bytes) break;
    if (!budget.allows(file.name, file.size)) continue;
    batch.push_back(&file);
    bytes += file.size;
  }
  return batch;
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
  bool complete = true; ///< nothing was left out
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

Task<Result<WorkflowFiles>> WorkflowLister::list(Checkout checkout, ListingBudget& budget) {
  if (checkout.remote && !checkout.branch)
    co_return fail({.kind = ErrorKind::needsInput,
                    .message = "Say which branch is meant; the checked-out one is not on the remote.",
                    .missing = {"branch"}});
  WorkflowFiles list{.source = checkout.remote ? ListSource::remote : ListSource::working_copy};
  std::map<std::string, WorkflowFile> entries; // by name, as bytes
  if (checkout.remote && checkout.commit) {
    const auto listing = co_await listing_of(checkout, budget);
    if (!listing) co_return fail(listing.error());
    list.subject = (*listing)->subject;
    list.notes = (*listing)->notes;
    for (const RemoteFile& file : (*listing)->files) {
      add_remote_side(entries.emplace(file.name, entry_for(file.name)).first->second, file);
      if (turn_is_over()) co_await next_turn();
    }
  }
  const RepositoryPaths& paths = checkout.repository;
  WorkingCopy copy;
  if (paths.has_working_copy()) copy = co_await read_working_copy(paths.root, budget);
  if (copy.note) list.notes.push_back(std::move(*copy.note));
  for (WorkingFile& file : copy.files) {
    add_working_side(entries.emplace(file.name, entry_for(file.name)).first->second, file, paths.root);
    if (turn_is_over()) co_await next_turn();
  }

  const auto needs_index = [](const auto& entry) { return entry.second.state == FileState::untracked; };
  if (std::ranges::any_of(entries, needs_index)) {
    const auto tracked = co_await tracked_files(paths);
    if (!tracked) co_return fail(tracked.error());
    for (auto& [name, file] : entries)
      if (file.state == FileState::untracked && (*tracked)->paths.contains(path_of(name)))
        file.state = FileState::onlyLocal;
  }
  for (auto& [name, file] : entries) {
    if (turn_is_over()) co_await next_turn();
    if (budget.left_out().contains(name)) continue; // with one side alone it would seem to be another
    drop_texts_of_bad_name(file, name);
    list.files.push_back(std::move(file));
  }
  co_return list;
}

Task<Result<std::shared_ptr<const WorkflowLister::Listing>>>
WorkflowLister::listing_of(const Checkout& checkout, ListingBudget& budget) {
  if (auto kept = remembered(checkout.repository.common_dir, *checkout.commit)) co_return kept;
  auto listing = co_await read_listing(checkout, budget);
  if (listing && (*listing)->complete) remember(*listing);
  co_return listing;
}

/// What a commit has in the folder of the workflows, as far as git may tell it; and of the file that was
/// named in any case. `complete` turns false where something was left out.
Task<Result<std::vector<TreeEntry>>> WorkflowLister::read_folder(const Checkout& checkout,
                                                                 ListingBudget& budget, bool& complete) {
  const std::string folder(workflows_folder.substr(0, workflows_folder.find('/')));
  // The folder above, so that a symlink or submodule in its place is told; the slash lists what is inside the
  // other.
  std::vector<std::string> wanted{folder, path_of("")};
  std::vector<TreeEntry> entries;
  for (;;) {
    GitCall call{.command = GitCommand::ls_tree,
                 .folder = checkout.repository.place(),
                 .arguments = {*checkout.commit},
                 .output_limit = max_names_bytes};
    std::ranges::copy(wanted, std::back_inserter(call.arguments));
    const ChildOutcome outcome = co_await git_.try_run(call);
    const bool too_many = outcome.end == ChildEnd::output_limit;
    if (!outcome.succeeded() && !too_many) {
      Error error = failure_of(call, outcome);
      if (lacks_objects(outcome))
        error.advice = refetch_command(call.folder, checkout.remote->name, *checkout.branch);
      co_return fail(std::move(error));
    }
    std::ranges::move(read_tree(outcome.output), std::back_inserter(entries));
    if (!too_many || !complete) co_return entries;
    complete = false;
    entries.pop_back(); // cut off
    const std::string named = path_of(budget.named());
    const bool there = std::ranges::find(entries, named, &TreeEntry::path) != entries.end();
    if (there || budget.named().empty()) co_return entries;
    wanted = {named};
  }
}

Task<Result<std::shared_ptr<const WorkflowLister::Listing>>>
WorkflowLister::read_listing(const Checkout& checkout, ListingBudget& budget) {
  auto listing = std::make_shared<Listing>(
      Listing{.common_dir = checkout.repository.common_dir, .commit = *checkout.commit});
  Result<std::vector<TreeEntry>> entries = co_await read_folder(checkout, budget, listing->complete);
  if (!entries) co_return fail(entries.error());
  std::size_t folders = 0;
  for (TreeEntry& entry : *entries) {
    if (turn_is_over()) co_await next_turn();
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
    if (listing->files.size() >= max_workflow_files && name != budget.named()) {
      listing->complete = false;
      continue;
    }
    std::optional<std::string> problem = problem_of_entry(entry);
    // git gives no size for what it does not have.
    if (!problem && !entry.size) co_return fail(lacking_contents(checkout));
    const std::size_t size = problem ? 0 : *entry.size;
    listing->files.push_back({std::move(name), std::move(entry.object), size, nullptr, std::move(problem)});
  }
  if (!listing->complete)
    listing->notes.push_back(
        fmt::format("{} on the remote branch holds more than {} files or {} MiB of names; the "
                    "others are left out.",
                    workflows_folder, max_workflow_files, max_names_bytes >> 20U));
  if (folders > 0)
    listing->notes.push_back(fmt::format("Folders inside {} are not looked into.", workflows_folder));
  const Result<void> contents = co_await read_contents(checkout, *listing, budget);
  if (!contents) co_return fail(contents.error());
  co_return listing;
}

/// Reads the commit and all files by object id, the one that was named first.
Task<Result<void>> WorkflowLister::read_contents(const Checkout& checkout, Listing& listing,
                                                 ListingBudget& budget) {
  std::vector<RemoteFile*> asked;
  for (RemoteFile& file : listing.files)
    if (!file.problem) asked.push_back(&file);
  const auto named = std::ranges::find(asked, budget.named(), &RemoteFile::name);
  if (named != asked.end()) std::rotate(asked.begin(), named, named + 1);
  std::span<RemoteFile* const> left(asked);
  do {
    const std::vector<RemoteFile*> batch = next_batch(left, budget);
    const Result<void> read = co_await read_batch_of(checkout, listing, batch);
    if (!read) co_return fail(read.error());
    co_await give_way();
  } while (!left.empty());
  listing.complete = listing.complete && budget.left_out().empty();
  co_return Result<void>{};
}

Task<Result<void>> WorkflowLister::read_batch_of(const Checkout& checkout, Listing& listing,
                                                 const std::vector<RemoteFile*>& batch) {
  GitCall call{.command = GitCommand::cat_file_batch,
               .folder = checkout.repository.place(),
               .input = listing.commit + "\n",
               .output_limit = batch_margin};
  for (const RemoteFile* file : batch) {
    call.input += file->object + "\n";
    call.output_limit += file->size;
    listing.bytes += file->size;
  }
  const ChildOutcome outcome = co_await git_.try_run(call);
  if (lacks_objects(outcome)) co_return fail(lacking_contents(checkout));
  if (!outcome.succeeded()) co_return fail(failure_of(call, outcome));

  auto objects = read_batch(outcome.output);
  if (!objects || objects->size() != batch.size() + 1) co_return fail(lacking_contents(checkout));
  if (objects->front()) listing.subject = subject_of(*objects->front(), max_subject_length);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    std::optional<std::string>& text = (*objects)[i + 1];
    if (!text) co_return fail(lacking_contents(checkout));
    batch[i]->text = std::make_shared<const std::string>(std::move(*text));
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

  const GitCall call{.command = GitCommand::ls_files,
                     .folder = paths.root,
                     .arguments = {"--", std::string(workflows_folder)},
                     .output_limit = max_names_bytes};
  const ChildOutcome outcome = co_await git_.try_run(call);
  // Of more names than these some count as untracked, which changes no more than a word of advice.
  if (!outcome.succeeded() && outcome.end != ChildEnd::output_limit)
    co_return fail(failure_of(call, outcome));
  auto tracked = std::make_shared<Tracked>(Tracked{.git_dir = paths.git_dir, .index = stamp});
  for (std::string_view rest = outcome.output; !rest.empty();) {
    if (turn_is_over()) co_await next_turn();
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
