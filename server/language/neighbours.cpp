#include "server/language/neighbours.h"

#include "server/base/file_uri.h"
#include "server/workflow/reader.h"

#include <algorithm>
#include <filesystem>

namespace unify_ls::language {

std::vector<std::string> Neighbours::paths(const std::string& root) {
  std::vector<std::string> paths;
  if (root.empty()) return paths;
  namespace fs = std::filesystem;
  std::error_code failure;
  std::size_t walked = 0;
  fs::recursive_directory_iterator entry(root + "/.cloudbees", fs::directory_options::skip_permission_denied,
                                         failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (++walked > max_neighbours) break;
    const std::string name = entry->path().filename().string();
    if (entry->is_symlink(failure) || !entry->is_regular_file(failure)) continue;
    if (workflow::is_workflow_file_name(name)) paths.push_back(entry->path().string());
  }
  for (const char* name : {"/action.yml", "/action.yaml"})
    if (fs::is_regular_file(fs::symlink_status(root + name, failure))) paths.push_back(root + name);
  std::ranges::sort(paths);
  return paths;
}

std::shared_ptr<const Analysis> Neighbours::read_open(const std::string& path) {
  if (auto open = texts_.read(uri_of_path(path))) return open;
  for (const auto& [uri, document] : texts_.documents().all()) // an editor may spell the URI in its own way
    if (path_of_uri(uri) == path) return texts_.read(uri);
  return nullptr;
}

std::shared_ptr<const Analysis> Neighbours::read(const std::string& path) {
  if (auto open = read_open(path)) return open;
  auto text = git::read_plain_file(path, max_checked_bytes);
  if (!text) return nullptr;
  auto analysis = std::make_shared<const Analysis>(uri_of_path(path), 0, *std::move(text), path);
  return analysis->is_ours() ? analysis : nullptr;
}

workflow::Usage Neighbours::usage(const std::string& root) {
  workflow::Usage all;
  if (kept_.size() > max_neighbours) kept_.clear();
  for (const std::string& path : paths(root)) {
    Kept& kept = kept_[path];
    const auto open = read_open(path);
    const auto stamp = open ? std::nullopt : git::stamp_of(path);
    const bool same = open ? kept.open == open : stamp && !kept.open && kept.stamp == stamp;
    if (!same) {
      const auto analysis = read(path);
      const bool known = analysis && analysis->model() != nullptr;
      kept = {.stamp = stamp,
              .open = open,
              .usage = known ? workflow::usage_of(*analysis->model()) : workflow::Usage{}};
    }
    all.add(kept.usage);
  }
  return all;
}

} // namespace unify_ls::language
