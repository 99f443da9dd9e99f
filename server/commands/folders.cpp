#include "server/commands/folders.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/git/repository.h"

#include <algorithm>

namespace unify_ls::commands {

void Folders::add(std::string_view uri) {
  std::optional<std::string> path = folder_path(uri);
  if (!path) return;
  std::string real = git::real_folder(*path);
  if (std::ranges::find(real_, real) != real_.end()) return;
  written_.push_back(*std::move(path));
  real_.push_back(std::move(real));
}

void Folders::remove(std::string_view uri) {
  const std::optional<std::string> path = folder_path(uri);
  const auto found = path ? std::ranges::find(written_, *path) : written_.end();
  if (found == written_.end()) return;
  real_.erase(real_.begin() + (found - written_.begin()));
  written_.erase(found);
}

std::optional<std::string> Folders::containing(std::string_view real_path) const {
  std::optional<std::size_t> innermost;
  for (std::size_t i = 0; i < real_.size(); ++i) {
    const std::string& folder = real_[i];
    const bool inside = real_path.starts_with(folder) && (real_path.size() == folder.size() ||
                                                          real_path[folder.size()] == '/' || folder == "/");
    if (inside && (!innermost || folder.size() > real_[*innermost].size())) innermost = i;
  }
  if (!innermost) return std::nullopt;
  return written_[*innermost];
}

std::string name_among(const std::string& folder, const std::vector<std::string>& all) {
  for (std::size_t slash = folder.rfind('/'); slash != std::string::npos && slash > 0;
       slash = folder.rfind('/', slash - 1)) {
    const std::string_view ending = std::string_view(folder).substr(slash);
    const auto shares = [&](const std::string& other) { return other != folder && other.ends_with(ending); };
    if (ending.size() > 1 && std::ranges::none_of(all, shares)) return std::string(ending.substr(1));
  }
  return folder;
}

Task<settings::Settings> FolderSettingsReader::read(std::string folder, std::string root) {
  json::value sent = co_await client_.configuration(std::move(folder));
  if (sent.is_null()) sent = initialization_options_;
  settings::SettingsPlaces places = fixed_;
  places.editor = settings::editor_layer(sent);
  places.repository_root = std::move(root);
  settings::Settings settings = settings::load_settings(places);
  for (const settings::SettingsWarning& warning : settings.warnings)
    if (shown_.insert(warning.message).second)
      client_.show(protocol::MessageType::warning, printable(warning.message));
  co_return settings;
}

} // namespace unify_ls::commands
