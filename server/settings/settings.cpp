#include "server/settings/settings.h"

#include "server/base/text.h"
#include "server/settings/settings_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace unify_ls::settings {
namespace {

/// Shown of one source; a hostile file must not bury a person under messages.
constexpr std::size_t max_warnings_of_a_source = 10;

constexpr std::size_t shown_key_length = 40;

enum class KeyKind { machine, folder };

/// A known key: what kind it is, and how its value is taken in. `take` returns what the value should have
/// been, or
/// "" when all is well.
struct Key {
  std::string_view name;
  KeyKind kind;
  std::string (*take)(Settings&, const SettingEntry&, SettingSource);
};

template <auto Group, auto Member, auto Read>
std::string take(Settings& settings, const SettingEntry& entry, SettingSource source) {
  auto read = Read(entry.value);
  auto& setting = settings.*Group.*Member;
  if (read.value && !setting.is_set()) setting = {std::move(*read.value), source};
  return std::move(read.expected);
}

/// Patterns guard, so they add up: no source can take away those of another.
std::string take_patterns(Settings& settings, const SettingEntry& entry, SettingSource source) {
  auto read = read_patterns(entry.value);
  auto& patterns = settings.folder.protected_branches;
  if (!read.value) return std::move(read.expected);
  if (!patterns.is_set()) patterns.source = source;
  for (std::string& pattern : *read.value)
    if (std::ranges::find(patterns.value, pattern) == patterns.value.end())
      patterns.value.push_back(std::move(pattern));
  return std::move(read.expected);
}

using M = MachineSettings;
using F = FolderSettings;
constexpr auto machine = &Settings::machine;
constexpr auto folder = &Settings::folder;

constexpr std::array keys = {
    Key{"apiUrl", KeyKind::machine, take<machine, &M::api_url, read_text>},
    Key{"uiUrl", KeyKind::machine, take<machine, &M::ui_url, read_text>},
    Key{"tokenStore", KeyKind::machine, take<machine, &M::token_store, read_text>},
    Key{"caFile", KeyKind::machine, take<machine, &M::ca_file, read_text>},
    Key{"proxy", KeyKind::machine, take<machine, &M::proxy, read_text>},
    Key{"requestTimeoutSeconds", KeyKind::machine,
        take<machine, &M::request_timeout_seconds, read_request_timeout>},
    Key{"organizationId", KeyKind::folder, take<folder, &F::organization_id, read_text>},
    Key{"componentId", KeyKind::folder, take<folder, &F::component_id, read_component>},
    Key{"branch", KeyKind::folder, take<folder, &F::branch, read_text>},
    Key{"remote", KeyKind::folder, take<folder, &F::remote, read_text>},
    Key{"follow", KeyKind::folder, take<folder, &F::follow, read_flag>},
    Key{"confirm", KeyKind::folder, take<folder, &F::confirm, read_confirm>},
    Key{"protectedBranches", KeyKind::folder, take_patterns},
    Key{"diagnostics", KeyKind::folder, take<folder, &F::ignored_diagnostics, read_ignored_codes>},
};

/// Members of the section that are the client's own business: `unify.trace.server` and `unify.server.path` in
/// VS Code arrive as objects of these names.
constexpr std::array<std::string_view, 2> client_keys = {"trace", "server"};

bool is_client_key(std::string_view name) {
  return std::ranges::find(client_keys, name) != client_keys.end();
}

const Key* find_key(std::string_view name) {
  const auto* const found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? nullptr : found;
}

/// A key as a message may show it: a file of a stranger must not form a link or a command in it.
std::string shown_key(std::string_view key) {
  std::string shown(key.substr(0, shown_key_length));
  for (char& c : shown) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!plain) c = '?';
  }
  return shown;
}

std::string with_line(const SettingEntry& entry) {
  return entry.line == 0 ? entry.key : fmt::format("{} (line {})", entry.key, entry.line);
}

bool lowers_a_guard(const Key& key, const SettingEntry& entry) {
  return key.kind == KeyKind::machine ||
         (key.name == "confirm" && read_confirm(entry.value).value == ConfirmPolicy::never);
}

bool is_hidden_proxy_only(const Key& key, const SettingEntry& entry, SettingSource source) {
  if (key.name != "proxy" || source == SettingSource::environment || source == SettingSource::config)
    return false;
  const auto text = read_text(entry.value).value;
  return text && carries_password(*text);
}

/// Takes in the layers one by one, strongest first.
class Merge {
 public:
  void add(const SettingsLayer& layer) {
    layer_ = &layer;
    refused_.clear();
    seen_.clear();
    warned_ = 0;
    for (const SettingEntry& entry : layer.entries) add(entry);
    report_refused();
    if (warned_ > max_warnings_of_a_source)
      merged_.warnings.push_back({layer.source, fmt::format("{}: {} more settings are wrong.", layer.name,
                                                            warned_ - max_warnings_of_a_source)});
  }

  Settings take() { return std::move(merged_); }

 private:
  void add(const SettingEntry& entry) {
    const bool in_editor = layer_->source == SettingSource::editor;
    if (in_editor && (is_client_key(entry.key) || means_not_set(entry.value))) return;
    const Key* key = find_key(entry.key);
    if (key == nullptr) return warn(entry, "is no setting of unify-ls");
    if (!seen_.insert(entry.key).second && entry.line > 0)
      return warn(entry, "stands there twice; the last counts");
    if (means_not_set(entry.value)) return;
    if (is_folder_source(layer_->source) && lowers_a_guard(*key, entry)) return leave_out(entry);
    if (is_hidden_proxy_only(*key, entry, layer_->source))
      return warn(entry, "carries a password, so it is taken from the environment or config.json only");
    const std::string expected = key->take(merged_, entry, layer_->source);
    if (!expected.empty()) warn(entry, "must be " + expected);
  }

  void leave_out(const SettingEntry& entry) {
    if (layer_->source == SettingSource::repository) return refused_.push_back(with_line(entry));
    merged_.notes.push_back(fmt::format("{} in {} does not count: it is taken from flags and config.json.",
                                        entry.key, layer_->name));
  }

  void report_refused() {
    if (refused_.empty()) return;
    merged_.warnings.push_back(
        {layer_->source,
         fmt::format("{}: a repository may not set {}; it is taken from flags and config.json only.",
                     layer_->name, fmt::join(refused_, ", "))});
  }

  void warn(const SettingEntry& entry, std::string_view what) {
    if (++warned_ > max_warnings_of_a_source) return;
    const std::string place = entry.line == 0 ? layer_->name : fmt::format("{}:{}", layer_->name, entry.line);
    merged_.warnings.push_back(
        {layer_->source, fmt::format("{}: \"{}\" {}.", place, shown_key(entry.key), what)});
  }

  Settings merged_;
  const SettingsLayer* layer_ = nullptr;
  std::vector<std::string> refused_;
  std::set<std::string_view> seen_;
  std::size_t warned_ = 0;
};

using Layers = std::vector<const SettingsLayer*>;

Settings merge(const Layers& layers) {
  Merge merge;
  for (const SettingsLayer* layer : layers) merge.add(*layer);
  return merge.take();
}

} // namespace

Settings merge_settings(const std::vector<SettingsLayer>& layers) {
  Layers all;
  for (const SettingsLayer& layer : layers) all.push_back(&layer);
  std::ranges::sort(all, {}, &SettingsLayer::source);
  Layers trusted = all;
  std::erase_if(trusted, [](const SettingsLayer* layer) { return is_folder_source(layer->source); });
  Settings settings = merge(all);
  settings.trusted = merge(trusted).folder;
  return settings;
}

bool carries_password(std::string_view proxy) {
  if (const auto scheme = proxy.find("://"); scheme != std::string_view::npos)
    proxy.remove_prefix(scheme + 3);
  const auto at = proxy.rfind('@');
  return at != std::string_view::npos && proxy.substr(0, at).contains(':');
}

} // namespace unify_ls::settings
