#include "server/commands/folders.h"

#include "server/base/file_uri.h"

#include <algorithm>

namespace unify_ls::commands {

void Folders::add(std::string_view uri) {
  const std::optional<std::string> path = folder_path(uri);
  if (path && std::ranges::find(paths_, *path) == paths_.end()) paths_.push_back(*path);
}

void Folders::remove(std::string_view uri) {
  if (const std::optional<std::string> path = folder_path(uri)) std::erase(paths_, *path);
}

std::optional<std::string> Folders::containing(std::string_view path) const {
  std::optional<std::string> innermost;
  for (const std::string& folder : paths_) {
    const bool inside = path.starts_with(folder) &&
                        (path.size() == folder.size() || path[folder.size()] == '/' || folder == "/");
    if (inside && (!innermost || folder.size() > innermost->size())) innermost = folder;
  }
  return innermost;
}

} // namespace unify_ls::commands
