#pragma once

#include "server/settings/settings.h"

#include <filesystem>
#include <vector>

namespace unify_ls::settings {

/// Where settings come from for one folder. What is empty does not exist.
struct SettingsPlaces {
  SettingsLayer flags{.source = SettingSource::flag, .name = "the command line", .entries = {}};
  SettingsLayer environment{.source = SettingSource::environment, .name = "the environment", .entries = {}};
  SettingsLayer editor{.source = SettingSource::editor, .name = "the editor's settings", .entries = {}};
  std::filesystem::path repository_root;
  std::filesystem::path config_folder; ///< for example `user_config_folder()`
};

/// Reads both files and merges everything. A file that cannot be read is a warning. Both are small, and on
/// the disk of this machine as a rule: they are read in place, and again for each command, so that an edit
/// counts at once.
Settings load_settings(const SettingsPlaces& places);

/// The repository's own file and the user's.
std::filesystem::path repository_settings_file(const std::filesystem::path& root);
std::filesystem::path user_settings_file(const std::filesystem::path& config_folder);

} // namespace unify_ls::settings
