#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::settings {

/// Where a value was said, strongest first.
enum class SettingSource {
  flag,
  environment,
  editor,     ///< what the editor sends; may hold a project's own settings
  repository, ///< `.cloudbees/unify-ls.json`
  config,     ///< the user's `config.json`
  built_in,   ///< said nowhere
};

/// Sources that a repository can write to. They may raise a guard, never lower one.
constexpr bool is_folder_source(SettingSource source) {
  return source == SettingSource::editor || source == SettingSource::repository;
}

/// One key with its value, not yet judged.
struct SettingEntry {
  std::string key;
  boost::json::value value;
  int line = 0; ///< from 1; 0 where there are no lines
};

/// All that one source says.
struct SettingsLayer {
  SettingSource source;
  /// How messages call it: a file's path, "the editor's settings", "the command line".
  std::string name;
  std::vector<SettingEntry> entries;
};

/// What an editor sent: the `unify` section of its configuration, or its initializationOptions. Anything but
/// an object says nothing (Lua's empty table arrives as an array).
SettingsLayer editor_layer(const boost::json::value& sent);

using EnvironmentLookup = std::function<std::optional<std::string>(const char* name)>;

/// `UNIFY_API_URL`, `UNIFY_UI_URL`, `UNIFY_TOKEN_STORE`, `UNIFY_CA_FILE`, `UNIFY_ORGANIZATION_ID`,
/// `UNIFY_COMPONENT_ID`, and as the proxy the first of `https_proxy`, `HTTPS_PROXY`, `all_proxy`,
/// `ALL_PROXY`, as curl reads them. `no_proxy` is left to curl.
SettingsLayer environment_layer(const EnvironmentLookup& lookup);

} // namespace unify_ls::settings
