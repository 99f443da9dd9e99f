#pragma once

#include "server/settings/settings_layer.h"

#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::settings {

inline constexpr int min_request_timeout_seconds = 1;
inline constexpr int max_request_timeout_seconds = 600;

/// Of a text; and how many patterns, of what length, one source may have.
inline constexpr std::size_t max_setting_length = 4096;
inline constexpr std::size_t max_protected_branches = 100;
inline constexpr std::size_t max_pattern_length = 256;
/// Codes of diagnostics that one source may silence.
inline constexpr std::size_t max_ignored_codes = 100;

/// A value and who said it.
template <class T> struct Setting {
  T value{};
  SettingSource source = SettingSource::built_in;

  bool is_set() const { return source != SettingSource::built_in; }
};

/// Of the machine: where tokens and requests go. Never from a folder source. An empty text is not set.
struct MachineSettings {
  Setting<std::string> api_url{"https://api.cloudbees.io"};
  Setting<std::string> ui_url; ///< when not set: derived from `api_url`
  Setting<std::string> token_store{"auto"};
  Setting<std::string> ca_file;
  Setting<std::string> proxy;
  Setting<int> request_timeout_seconds{30};
};

enum class ConfirmPolicy { always, never };

/// Of a folder: what is run there, and how carefully. An empty text is not set.
struct FolderSettings {
  Setting<std::string> organization_id;
  Setting<std::string> component_id;
  Setting<std::string> branch;
  Setting<std::string> remote;
  Setting<bool> follow{true};
  Setting<ConfirmPolicy> confirm{ConfirmPolicy::always};
  /// Those of all sources, each once; for `is_protected_branch`. `source` is the strongest one's.
  Setting<std::vector<std::string>> protected_branches;
  /// `diagnostics: {ignore: […]}`: codes of findings that are not shown.
  Setting<std::vector<std::string>> ignored_diagnostics;
};

/// Something a person should know of their settings: a sentence that names the place and the key, never the
/// value.
struct SettingsWarning {
  SettingSource source;
  std::string message;
};

struct Settings {
  MachineSettings machine;
  FolderSettings folder;
  /// As if there were no folder sources: what a `componentId` from one of them is judged by.
  FolderSettings trusted;
  /// To be shown, each once.
  std::vector<SettingsWarning> warnings;
  /// What was left out without a warning, because an editor sends what a project says among what a person
  /// says. For the log and the doctor.
  std::vector<std::string> notes;
};

/// Merges what the sources say, in whatever order they come. The first source in the order of SettingSource
/// that has a key wins, and:
///
///   - null and "" mean not set;
///   - a machine key is left out with a note in what an editor sends; in a repository's file it is refused;
///   - `confirm: never` counts from flags and `config.json` alone; the same happens to it elsewhere;
///   - what is refused in a repository's file is one warning for that file, naming the keys;
///   - a proxy with a password counts from the environment and `config.json` alone;
///   - a wrong type or an unknown key is a warning, and the source says nothing about that key;
///   - the patterns of `protectedBranches` add up.
Settings merge_settings(const std::vector<SettingsLayer>& layers);

/// Whether a proxy's URL carries a password. Of a text that is hardly a URL this is assumed rather than not.
bool carries_password(std::string_view proxy);

} // namespace unify_ls::settings
