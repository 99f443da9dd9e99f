#include "server/git/workflow_files.h"

#include "server/base/text.h"
#include "server/base/turn.h"
#include "server/git/git_failure.h"
#include "server/git/workflow_sides.h"
#include "server/workflow/reader.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace unify_ls::git {

namespace {

/// Listings and indexes kept for the next time, and how many bytes of text they may hold together.
constexpr std::size_t max_kept = 8;
constexpr std::size_t max_kept_bytes = std::size_t{16} << 20U;
constexpr std::size_t max_subject_length = 100;
/// Contents asked for in one conversation with git, so that neither its answer nor the reading of it is long.
constexpr std::size_t max_batch_bytes = std::size_t{2} << 20U;
/// For the commit itself and the heads of the objects in one answer of git.
constexpr std::size_t batch_margin = std::size_t{4} << 20U;
/// Names that git may tell of one folder.
constexpr std::size_t max_names_bytes = std::size_t{4} << 20U;
/// What a file counts for where git tells no size, as in a partial clone: few workflows are larger.
constexpr std::size_t usual_workflow_bytes = std::size_t{16} << 10U;

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

/// An answer that breaks off.
Error unreadable_contents(const Checkout& checkout) {
  return {.kind = ErrorKind::git,
          .message = fmt::format("The contents of branch {} cannot be read; fetch them once more.",
                                 workflow::quoted(*checkout.branch)),
          .advice = refetch_command(checkout.repository.place(), checkout.remote->name, *checkout.branch)};
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
  bool sized = true;    ///< git tells the sizes of the files
  bool complete = true; ///< nothing was left out, and nothing is missing that could be fetched later
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
  if (!object.empty()) return nullptr; // what would run is there, and cannot be read
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

/// What of a partial clone's folder cannot be read. `ls-tree` and `cat-file` end at the first object that is
/// missing; `rev-list` names them, and those that are too large.
struct WorkflowLister::Absent {
  std::set<std::string, std::less<>> missing;
  std::set<std::string, std::less<>> too_large;
};

/// The folder at the commit.
struct WorkflowLister::Entries {
  std::vector<TreeEntry> entries;
  std::optional<Absent> absent{}; ///< only where objects are missing; then there are no sizes
};

Task<Result<WorkflowLister::Absent>> WorkflowLister::absent_objects(const Checkout& checkout) {
  const Result<std::string> output = co_await git_.run(
      {.command = GitCommand::rev_list,
       .folder = checkout.repository.place(),
       .arguments = {"--objects", "--no-object-names", "--missing=print",
                     fmt::format("--filter=blob:limit={}", max_workflow_bytes + 1), "--filter-print-omitted",
                     fmt::format("{}:{}", *checkout.commit, workflows_folder)}});
  if (!output) co_return fail(output.error());
  Absent absent;
  for (std::string_view rest = *output; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with('?')) absent.missing.emplace(line.substr(1));
    if (line.starts_with('~')) absent.too_large.emplace(line.substr(1));
  }
  co_return absent;
}

/// What a commit has in the folder of the workflows, as far as git may tell it; and of the file that was
/// named in any case. `complete` turns false where something was left out.
Task<Result<WorkflowLister::Entries>> WorkflowLister::read_folder(const Checkout& checkout,
                                                                  ListingBudget& budget, bool& complete) {
  const std::string folder(workflows_folder.substr(0, workflows_folder.find('/')));
  // The folder above, so that a symlink or submodule in its place is told; the slash lists what is inside the
  // other.
  std::vector<std::string> wanted{folder, path_of("")};
  Entries found;
  bool sized = true;
  for (;;) {
    GitCall call{.command = GitCommand::ls_tree,
                 .folder = checkout.repository.place(),
                 .arguments = {*checkout.commit},
                 .output_limit = max_names_bytes};
    if (sized) call.arguments.insert(call.arguments.begin(), "-l"); // tells sizes
    std::ranges::copy(wanted, std::back_inserter(call.arguments));
    const ChildOutcome outcome = co_await git_.try_run(call);
    const bool too_many = outcome.end == ChildEnd::output_limit;
    if (lacks_objects(outcome) && sized) { // then once more, without sizes
      sized = false;
      continue;
    }
    if (!outcome.succeeded() && !too_many) {
      Error error = failure_of(call, outcome);
      if (lacks_objects(outcome))
        error.advice = fetch_folder_command(call.folder, *checkout.commit, workflows_folder);
      co_return fail(std::move(error));
    }
    std::ranges::move(read_tree(outcome.output), std::back_inserter(found.entries));
    if (!sized && !found.absent) {
      auto absent = co_await absent_objects(checkout);
      if (!absent) co_return fail(absent.error());
      found.absent = *std::move(absent);
    }
    if (!too_many || !complete) co_return found;
    complete = false;
    found.entries.pop_back(); // cut off
    const std::string named = path_of(budget.named());
    const bool there = std::ranges::find(found.entries, named, &TreeEntry::path) != found.entries.end();
    if (there || budget.named().empty()) co_return found;
    wanted = {named};
  }
}

Task<Result<std::shared_ptr<const WorkflowLister::Listing>>>
WorkflowLister::read_listing(const Checkout& checkout, ListingBudget& budget) {
  auto listing = std::make_shared<Listing>(
      Listing{.common_dir = checkout.repository.common_dir, .commit = *checkout.commit});
  Result<Entries> tree = co_await read_folder(checkout, budget, listing->complete);
  if (!tree) co_return fail(tree.error());
  const std::optional<Absent>& absent = tree->absent;
  listing->sized = !absent;
  bool all_there = true;
  std::size_t folders = 0;
  for (TreeEntry& entry : tree->entries) {
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
    RemoteFile file{.name = std::move(name), .object = std::move(entry.object)};
    file.problem = problem_of_entry(entry, absent && absent->too_large.contains(file.object));
    if (!file.problem && absent && absent->missing.contains(file.object)) {
      mark_missing(file, checkout.repository.place());
      all_there = false;
    }
    if (!file.problem) file.size = entry.size.value_or(usual_workflow_bytes);
    listing->files.push_back(std::move(file));
  }
  if (!listing->complete)
    listing->notes.push_back(
        fmt::format("{} on the remote branch holds more than {} files or {} MiB of names; the "
                    "others are left out.",
                    workflows_folder, max_workflow_files, max_names_bytes >> 20U));
  if (folders > 0)
    listing->notes.push_back(fmt::format("Folders inside {} are not looked into.", workflows_folder));
  listing->complete = listing->complete && all_there;
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
    call.output_limit += listing.sized ? file->size : max_workflow_bytes;
    listing.bytes += file->size;
  }
  const ChildOutcome outcome = co_await git_.try_run(call);
  if (!outcome.succeeded()) co_return fail(failure_of(call, outcome));

  auto objects = read_batch(outcome.output);
  if (!objects || objects->size() != batch.size() + 1) co_return fail(unreadable_contents(checkout));
  if (objects->front()) listing.subject = subject_of(*objects->front(), max_subject_length);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    std::optional<std::string>& text = (*objects)[i + 1];
    if (!text) {
      mark_damaged(*batch[i], checkout);
      listing.complete = false;
      continue;
    }
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
