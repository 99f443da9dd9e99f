#include "server/git/workflow_sides.h"

#include "server/base/text.h"
#include "server/git/git_failure.h"
#include "server/workflow/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::git {
namespace {

/// The longest name that a file can have.
constexpr std::size_t max_name_bytes = 255;

/// Why a name cannot be sent to the platform or shown as it is; nothing for a good one.
std::optional<std::string> problem_of_name(std::string_view name) {
  if (!is_valid_utf8(name)) return "The name of this file is not UTF-8; rename it.";
  const bool control = std::ranges::any_of(
      name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\'; });
  if (control) return "The name of this file holds a control character or a backslash; rename it.";
  if (name.size() > max_name_bytes) return "The name of this file is too long; rename it.";
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

} // namespace

std::string path_of(std::string_view name) { return fmt::format("{}/{}", workflows_folder, name); }

std::optional<std::string> problem_of_entry(const TreeEntry& entry, bool too_large) {
  constexpr std::string_view end = "is not a file and cannot be a workflow.";
  if (entry.is_symlink()) return fmt::format("On the remote branch this is a symlink, which {}", end);
  if (entry.is_submodule()) return fmt::format("On the remote branch this is a submodule, which {}", end);
  if (!entry.is_file()) return fmt::format("On the remote branch this {}", end);
  if (too_large || entry.size.value_or(0) > max_workflow_bytes)
    return fmt::format("On the remote branch this file is larger than {} KiB and is not read.",
                       max_workflow_bytes >> 10U);
  return std::nullopt;
}

void mark_damaged(RemoteFile& file, const Checkout& checkout) {
  file.remedy = refetch_command(checkout.repository.place(), checkout.remote->name, *checkout.branch);
  file.problem =
      fmt::format("This clone is damaged, the contents of this file are missing: fetch them once more "
                  "with `{}`.",
                  *file.remedy);
}

void mark_missing(RemoteFile& file, const std::string& folder) {
  file.remedy = fetch_object_command(folder, file.object);
  file.problem = fmt::format("This clone was made without the contents of this file: fetch them with `{}`.",
                             *file.remedy);
}

WorkflowFile entry_for(const std::string& name) {
  WorkflowFile file{.name = repair_utf8(name), .path = path_of(repair_utf8(name))};
  if (auto problem = problem_of_name(name)) file.problems.push_back(std::move(*problem));
  return file;
}

void add_remote_side(WorkflowFile& file, const RemoteFile& remote) {
  file.state = FileState::onlyRemote;
  file.object = remote.object;
  file.remote_text = remote.text;
  file.remedy = remote.remedy;
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

void drop_texts_of_bad_name(WorkflowFile& file, const std::string& name) {
  if (!problem_of_name(name)) return;
  file.remote_text.reset();
  file.working_text.reset();
}

} // namespace unify_ls::git
