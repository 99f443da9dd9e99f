#include "server/commands/run_documents.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/listing.h"
#include "server/commands/place.h"
#include "server/git/plain_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace unify_ls::commands {
namespace {

/// Names of one folder that are looked at.
constexpr std::size_t max_listed_presets = 1000;

std::string parent_of(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

/// The person's own drafts may lie in a repository too, where that is their home folder.
bool is_draft(const Workspace& workspace, const std::string& path) {
  if (workspace.drafts.empty()) return false;
  return git::real_folder(parent_of(path)) == git::real_folder(workspace.drafts.string());
}

/// By its own path or by where that leads: a repository can hold links that lead out of it.
bool lies_in_repository(const std::string& path) {
  if (path.empty()) return false;
  if (!git::repository_folder(parent_of(git::real_path(path))).empty()) return true;
  std::error_code failure;
  std::filesystem::path folder = parent_of(path);
  while (!std::filesystem::exists(folder / ".git", failure) && folder != folder.parent_path())
    folder = folder.parent_path();
  return std::filesystem::exists(folder / ".git", failure);
}

bool may_name_folder(const Workspace& workspace, const std::string& path) {
  return !lies_in_repository(path) || is_draft(workspace, path);
}

Result<std::string> named_folder(const std::string& named) {
  std::optional<std::string> folder = folder_path(named);
  if (!folder)
    return fail(ErrorKind::invalidInputs,
                fmt::format("`folder` is an absolute path, not `{}`.", escaped(named)));
  if (git::repository_folder(*folder).empty())
    return fail(ErrorKind::notFound, fmt::format("`{}` lies in no git repository.", escaped(*folder)));
  return *std::move(folder);
}

/// The folder that a document at a path is about; empty where nothing says.
Result<std::string> folder_of(const Workspace& workspace, const std::string& path, const std::string& named) {
  if (may_name_folder(workspace, path)) return named.empty() ? Result<std::string>("") : named_folder(named);
  if (named.empty()) return folder_of_call(workspace.folders, std::nullopt, path);
  return fail(ErrorKind::invalidInputs,
              "`folder` does not count in a file of a repository, which is about that repository alone: "
              "remove the line.");
}

std::unexpected<Error> unreadable(const std::string& shown, git::FileFault fault) {
  switch (fault) {
  case git::FileFault::absent:
    return fail(ErrorKind::notFound, fmt::format("There is no run document `{}`.", shown));
  case git::FileFault::too_large:
    return fail(ErrorKind::invalidInputs,
                fmt::format("The run document `{}` is larger than {} KiB: a run needs much less.", shown,
                            workflow::max_run_document_bytes / 1024));
  case git::FileFault::symlink:
  case git::FileFault::not_a_file:
    return fail(ErrorKind::notFound,
                fmt::format("The run document `{}` is not a file but a link or a folder.", shown));
  case git::FileFault::unreadable: break;
  }
  return fail(ErrorKind::notFound, fmt::format("The run document `{}` cannot be read.", shown));
}

Result<std::string> text_of(const Workspace& workspace, const std::string& document,
                            const std::string& path) {
  const std::string shown = escaped(path.empty() ? document : path);
  const documents::Document* open = workspace.texts.find(document);
  if (open == nullptr && !path.empty()) open = workspace.texts.find_file(path);
  if (open != nullptr) {
    if (open->too_large || open->text.size() > workflow::max_run_document_bytes)
      return unreadable(shown, git::FileFault::too_large);
    return open->text;
  }
  if (path.empty()) return unreadable(shown, git::FileFault::absent);
  auto text = git::read_plain_file(path, workflow::max_run_document_bytes);
  if (!text) return unreadable(shown, text.error());
  return *std::move(text);
}

} // namespace

Result<GivenDocument> read_document(const Workspace& workspace, const std::string& document) {
  const std::string path =
      document.starts_with('/') ? document : path_of_uri(document).value_or(std::string());
  const Result<std::string> text = text_of(workspace, document, path);
  if (!text) return fail(text.error());
  auto read = workflow::read_run_document(workflow::SourceTree(*text));
  if (!read)
    return fail(
        ErrorKind::invalidInputs,
        fmt::format("{}: {}", escaped(std::filesystem::path(document).filename().string()), read.error()));
  Result<std::string> folder = folder_of(workspace, path, read->head.folder);
  if (!folder) return fail(folder.error());
  return GivenDocument{.document = *std::move(read), .folder = *std::move(folder)};
}

Result<std::string> preset_path(std::string_view name) {
  const bool usable = !name.empty() && name.size() <= max_preset_name && !name.starts_with('.') &&
                      name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos &&
                      escaped(name) == name;
  if (!usable)
    return fail(
        ErrorKind::invalidInputs,
        fmt::format("`{}` is not a name for a preset: up to {} characters without `/`, and no `.` at the "
                    "beginning.",
                    shortened(escaped(name), max_preset_name), max_preset_name));
  return fmt::format("{}/{}{}", presets_folder, name, workflow::run_document_suffix);
}

std::vector<std::string> preset_names(const std::string& root) {
  std::vector<std::string> names;
  const auto folder = git::OpenFolder::open(root, presets_folder);
  if (!folder) return names;
  for (const std::string& file : folder->names(max_listed_presets).value_or(std::vector<std::string>{})) {
    if (names.size() == max_offered_presets || !workflow::is_run_document_name(file)) continue;
    std::string name = file.substr(0, file.size() - workflow::run_document_suffix.size());
    if (preset_path(name)) names.push_back(std::move(name));
  }
  return names;
}

Task<workflow::Runnable> runnable_at(const Workspace& workspace, std::string path, workflow::RunHead head) {
  workflow::Runnable runnable{.may_name_folder = may_name_folder(workspace, path)};
  Result<std::string> folder = folder_of(workspace, path, head.folder);
  if (!folder) {
    runnable.folder_problem = folder.error().message;
    co_return runnable;
  }
  if (folder->empty()) folder = folder_of_call(workspace.folders, std::nullopt);
  if (!folder) co_return runnable; // several are open
  const Result<Place> place = co_await open_place(
      workspace, *folder, head.branch.empty() ? std::nullopt : std::optional(head.branch));
  if (!place) {
    if (place.error().kind == ErrorKind::notFound && !head.branch.empty())
      runnable.branch_problem = place.error().message;
    co_return runnable;
  }
  runnable.branches = place->checkout.branches;
  if (!place->checkout.branch) co_return runnable;
  runnable.branch = *place->checkout.branch;
  const Result<Listing> listing = co_await list_workflows(workspace, *place, head.workflow);
  if (!listing) co_return runnable;
  runnable.workflows = listing->manual_names();
  if (head.workflow.empty()) co_return runnable;
  const Result<const ListedWorkflow*> found = find_manual(*place, *listing, head.workflow);
  if (found)
    runnable.workflow = (*found)->workflow;
  else
    runnable.workflow_problem = found.error().message;
  co_return runnable;
}

} // namespace unify_ls::commands
