#include "server/language/workspace.h"

#include "server/language/analysis.h"
#include "server/workflow/checks/callable.h"
#include "server/workflow/reader.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace unify_ls::language {
namespace {

using workflow::Called;
using workflow::CalledKind;
using workflow::Presence;

constexpr std::string_view our_folder = "/.cloudbees/";
constexpr std::array<std::string_view, 2> action_files{"action.yml", "action.yaml"};

/// Whether a path of a repository stays inside it and says nothing that a file system reads in its own way.
bool is_plain_path(std::string_view path) {
  const std::filesystem::path steps(path);
  return !path.empty() && !path.contains('\0') && steps.is_relative() &&
         std::ranges::none_of(steps, [](const auto& step) { return step == ".." || step == "."; });
}

/// `a//b/` is `a/b`: the same file has one path.
std::string normal(std::string_view path) {
  std::string text = std::filesystem::path(path).lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

std::shared_ptr<const workflow::Callable> read(std::string text) {
  const workflow::SourceTree source(std::move(text));
  return std::make_shared<const workflow::Callable>(workflow::read_callable(source));
}

} // namespace

std::string root_of(std::string_view path) {
  std::error_code failure;
  const std::filesystem::path file(path);
  for (std::filesystem::path folder = file.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / ".git", failure)) return folder.string();
    if (folder == folder.parent_path()) break;
  }
  const std::size_t ours = path.rfind(our_folder);
  if (ours != std::string_view::npos && ours > 0) return std::string(path.substr(0, ours));
  return file.parent_path().string();
}

std::optional<std::string> below(std::string_view folder, std::string_view path) {
  if (!path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  if (folder != "/" && !path.starts_with('/')) return std::nullopt;
  if (path.starts_with('/')) path.remove_prefix(1);
  return std::string(path);
}

std::vector<std::string> files_of(const std::string& folder) {
  std::error_code failure;
  std::vector<std::string> files;
  std::size_t walked = 0;
  auto entry = std::filesystem::recursive_directory_iterator(
      folder, std::filesystem::directory_options::skip_permission_denied, failure);
  for (; !failure && entry != std::filesystem::recursive_directory_iterator(); entry.increment(failure)) {
    if (++walked > max_walked_files) break;
    const std::string name = entry->path().filename().string();
    if (entry->is_directory(failure)) {
      const bool skip = (name.starts_with('.') && name != ".cloudbees") || name == "node_modules";
      if (skip) entry.disable_recursion_pending();
      continue;
    }
    const bool action = std::ranges::find(action_files, name) != action_files.end();
    const bool ours =
        action || (entry->path().string().contains(our_folder) && workflow::is_workflow_file_name(name));
    if (ours && entry->is_regular_file(failure) && !entry->is_symlink(failure))
      files.push_back(entry->path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::shared_ptr<const workflow::Callable> Workspace::callable(const std::string& root,
                                                              const std::string& path) {
  const std::string whole = root + "/" + path;
  const auto known = kept_.find(whole);
  if (const documents::Document* open = documents_.find_file(whole)) {
    if (known != kept_.end() && !known->second.stamp && known->second.revision == open->revision)
      return known->second.callable;
    if (open->text.size() > max_checked_bytes) return nullptr;
    return keep(whole, {.stamp = std::nullopt, .revision = open->revision, .callable = read(open->text)});
  }
  const auto stamp = git::stamp_of(whole);
  if (known != kept_.end() && stamp && known->second.stamp == stamp) return known->second.callable;
  const std::filesystem::path steps(path);
  const auto folder = git::OpenFolder::open(root, steps.parent_path().string());
  if (!folder) return nullptr;
  auto text = folder->read(steps.filename().string(), max_checked_bytes);
  if (!text) return nullptr;
  return keep(whole, {.stamp = stamp, .callable = read(*std::move(text))});
}

std::shared_ptr<const workflow::Callable> Workspace::keep(const std::string& path, Kept kept) {
  if (kept_.size() >= max_kept_files) kept_.clear();
  return kept_.insert_or_assign(path, std::move(kept)).first->second.callable;
}

std::vector<std::string> Workspace::names(const std::string& root, std::string_view folder) {
  const auto open = git::OpenFolder::open(root, folder);
  if (!open) return {};
  auto names = open->names(max_listed_files).value_or(std::vector<std::string>{});
  std::erase_if(names, [](const std::string& name) { return name.starts_with('.'); });
  return names;
}

bool Workspace::set_clones(Clones clones) {
  if (clones == clones_) return false;
  clones_ = std::move(clones);
  return true;
}

const std::string* Workspace::clone_of(std::string_view repository) const {
  const auto found = clones_.find(repository);
  return found == clones_.end() ? nullptr : &found->second;
}

std::optional<std::string> Workspace::file(const std::string& root, CalledKind kind,
                                           std::string_view written) {
  if (!(kind == CalledKind::action && written.empty()) && !is_plain_path(written)) return std::nullopt;
  const std::string path = normal(written);
  if (kind != CalledKind::action) {
    if (!callable(root, path)) return std::nullopt;
    return root + "/" + path;
  }
  for (const std::string_view name : action_files) {
    const std::string file = path.empty() ? std::string(name) : path + "/" + std::string(name);
    if (callable(root, file)) return root + "/" + file;
  }
  return std::nullopt;
}

Called Workspace::called(const std::string& root, CalledKind kind, std::string_view path) {
  if (root.empty() || (!path.empty() && !is_plain_path(path))) return {};
  if (const auto found = file(root, kind, path))
    return {.presence = Presence::known, .callable = callable(root, *below(root, *found))};
  // What is there and cannot be read, because it is too large or a link, is not absent.
  std::error_code failure;
  const std::string whole = root + "/" + std::string(path);
  const bool there = std::filesystem::exists(whole, failure);
  const bool empty_folder = kind == CalledKind::action && std::filesystem::is_directory(whole, failure);
  return {.presence = there && !empty_folder ? Presence::unknown : Presence::absent};
}

std::optional<std::string> WorkspaceSources::file(CalledKind kind, std::string_view path) const {
  return workspace_.file(root_, kind, path);
}

Called WorkspaceSources::local(CalledKind kind, std::string_view path) const {
  return workspace_.called(root_, kind, path);
}

Called WorkspaceSources::elsewhere(CalledKind kind, std::string_view repository,
                                   std::string_view path) const {
  const std::string* root = workspace_.clone_of(repository);
  return root == nullptr ? Called{} : workspace_.called(*root, kind, path);
}

std::vector<std::string> WorkspaceSources::local_paths(CalledKind kind) const {
  const std::string folder = kind == CalledKind::action ? ".cloudbees/actions" : ".cloudbees/workflows";
  std::vector<std::string> paths;
  for (const std::string& name : Workspace::names(root_, folder))
    if (kind == CalledKind::action || workflow::is_workflow_file_name(name))
      paths.push_back(folder + "/" + name);
  return paths;
}

} // namespace unify_ls::language
