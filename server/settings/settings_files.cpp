#include "server/settings/settings_files.h"

#include "server/settings/config_file.h"

#include <utility>

namespace unify_ls::settings {
namespace {

namespace fs = std::filesystem;

SettingsLayer read_layer(SettingSource source, const fs::path& file, std::vector<SettingsWarning>& warnings) {
  SettingsLayer layer{.source = source, .name = file.string(), .entries = {}};
  const auto trust = source == SettingSource::repository ? ConfigTrust::repository : ConfigTrust::user;
  auto entries = read_config_file(file, trust);
  if (entries)
    layer.entries = std::move(*entries);
  else
    warnings.push_back({source, entries.error().message});
  return layer;
}

} // namespace

fs::path repository_settings_file(const fs::path& root) { return root / ".cloudbees" / "unify-ls.json"; }

fs::path user_settings_file(const fs::path& config_folder) { return config_folder / "config.json"; }

Settings load_settings(const SettingsPlaces& places) {
  std::vector<SettingsWarning> warnings;
  std::vector<SettingsLayer> layers = {places.flags, places.environment, places.editor};
  if (!places.repository_root.empty())
    layers.push_back(
        read_layer(SettingSource::repository, repository_settings_file(places.repository_root), warnings));
  if (!places.config_folder.empty())
    layers.push_back(read_layer(SettingSource::config, user_settings_file(places.config_folder), warnings));
  Settings settings = merge_settings(layers);
  settings.warnings.insert(settings.warnings.begin(), std::make_move_iterator(warnings.begin()),
                           std::make_move_iterator(warnings.end()));
  return settings;
}

} // namespace unify_ls::settings
