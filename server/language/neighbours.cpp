#include "server/language/neighbours.h"

#include "server/base/file_uri.h"
#include "server/base/turn.h"
#include "server/workflow/reader.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace unify_ls::language {

std::vector<std::string> Neighbours::paths(const std::string& root) {
  if (root.empty()) return {};
  std::vector<std::string> paths = saved(root);
  const std::string ours = root + "/.cloudbees/";
  for (const auto& [uri, document] : texts_.documents().all())
    if (auto path = path_of_uri(uri); path && path->starts_with(ours)) paths.push_back(*std::move(path));
  std::ranges::sort(paths);
  const auto twice = std::ranges::unique(paths);
  paths.erase(twice.begin(), twice.end());
  return paths;
}

std::vector<std::string> Neighbours::saved(const std::string& root) {
  std::vector<std::string> paths;
  namespace fs = std::filesystem;
  std::error_code failure;
  std::size_t walked = 0;
  const std::string ours = root + "/.cloudbees";
  fs::recursive_directory_iterator entry;
  if (fs::is_directory(fs::symlink_status(ours, failure))) // a link may lead out of the repository
    entry = fs::recursive_directory_iterator(ours, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (++walked > max_neighbours) break;
    const std::string name = entry->path().filename().string();
    if (entry->is_symlink(failure) || !entry->is_regular_file(failure)) continue;
    if (workflow::is_workflow_file_name(name)) paths.push_back(entry->path().string());
  }
  for (const char* name : {"/action.yml", "/action.yaml"})
    if (fs::is_regular_file(fs::symlink_status(root + name, failure))) paths.push_back(root + name);
  return paths;
}

std::shared_ptr<const Analysis> Neighbours::read_open(const std::string& path) {
  const documents::Document* open = texts_.documents().find_file(path);
  return open == nullptr ? nullptr : texts_.read(open->uri);
}

std::shared_ptr<const Analysis> Neighbours::read(const std::string& path) {
  if (auto open = read_open(path)) return open;
  auto text = git::read_plain_file(path, max_checked_bytes);
  if (!text) return nullptr;
  auto analysis = std::make_shared<const Analysis>(uri_of_path(path), 0, *std::move(text), path);
  return analysis->is_ours() ? analysis : nullptr;
}

Task<workflow::Usage> Neighbours::usage(std::string root) {
  workflow::Usage all;
  for (const std::string& path : paths(root)) {
    co_await give_way();
    all.add(kept(path).usage);
  }
  co_return all;
}

Task<std::vector<std::string>> Neighbours::paths_with_called(std::string root) {
  const WorkspaceSources sources(texts_.workspace(), root);
  std::vector<std::string> all = paths(root);
  std::set<std::string> known(all.begin(), all.end());
  for (std::size_t i = 0; i < all.size() && all.size() < max_neighbours; ++i) {
    co_await give_way();
    for (const workflow::LocalUses& uses : local_uses(all[i])) {
      const auto file = sources.file(uses.called, uses.path);
      if (file && known.insert(*file).second) all.push_back(*file);
    }
  }
  co_return all;
}

const Neighbours::Kept& Neighbours::kept(const std::string& path) {
  if (kept_.size() > max_neighbours) kept_.clear();
  Kept& kept = kept_[path];
  const auto open = read_open(path);
  const auto stamp = open ? std::nullopt : git::stamp_of(path);
  const bool same = open ? kept.open == open : stamp && !kept.open && kept.stamp == stamp;
  if (same) return kept;
  kept = {.stamp = stamp, .open = open};
  const auto analysis = open ? open : read(path);
  if (analysis == nullptr || analysis->model() == nullptr) return kept;
  kept.usage = workflow::usage_of(*analysis->model());
  kept.calls = workflow::local_uses(*analysis->model());
  return kept;
}

} // namespace unify_ls::language
