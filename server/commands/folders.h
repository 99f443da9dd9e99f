#pragma once

#include "server/commands/client.h"
#include "server/settings/settings_files.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::commands {

/// The folders that the editor has open, in its order, as absolute paths. They are kept as the editor writes
/// them, because it knows its settings by that, and compared by where they lead, symlinks followed.
class Folders {
 public:
  void add(std::string_view uri);
  void remove(std::string_view uri);

  /// As the editor writes them.
  const std::vector<std::string>& all() const { return written_; }

  /// The innermost folder that a file lies in whose path has no symlinks, as the editor writes it.
  std::optional<std::string> containing(std::string_view real_path) const;

 private:
  std::vector<std::string> written_;
  std::vector<std::string> real_; ///< where each of them leads
};

/// A folder by its name, with as many of the folders above it as tell it from all others of that name.
std::string name_among(const std::string& folder, const std::vector<std::string>& all);

/// The settings that count in a folder, read again for each command so that an edit counts at once. Warnings
/// are shown to the person, each once in the life of the process.
class FolderSettingsReader {
 public:
  /// `fixed` holds what does not change while we run: flags, environment and the user's folder.
  FolderSettingsReader(settings::SettingsPlaces fixed, Client& client)
      : fixed_(std::move(fixed)),
        client_(client) {}

  /// For a client without `workspace/configuration`.
  void set_initialization_options(json::value options) { initialization_options_ = std::move(options); }

  /// `root` is the repository that `folder` lies in.
  Task<settings::Settings> read(std::string folder, std::string root);

 private:
  settings::SettingsPlaces fixed_;
  Client& client_;
  json::value initialization_options_;
  std::set<std::string> shown_;
};

} // namespace unify_ls::commands
