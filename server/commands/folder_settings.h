#pragma once

#include "server/commands/client.h"
#include "server/settings/settings_files.h"

#include <set>
#include <string>

namespace unify_ls::commands {

/// The settings that count in a folder, read anew for each command so that an edit counts at once. Warnings
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
