#include "server/settings/settings_layer.h"

#include <array>
#include <utility>

namespace unify_ls::settings {

SettingsLayer editor_layer(const boost::json::value& sent) {
  SettingsLayer layer{.source = SettingSource::editor, .name = "the editor's settings", .entries = {}};
  if (const auto* members = sent.if_object())
    for (const auto& member : *members)
      layer.entries.push_back({.key = std::string(member.key()), .value = member.value()});
  return layer;
}

SettingsLayer environment_layer(const EnvironmentLookup& lookup) {
  constexpr std::array<std::pair<const char*, const char*>, 10> variables = {{
      {"apiUrl", "UNIFY_API_URL"},
      {"uiUrl", "UNIFY_UI_URL"},
      {"tokenStore", "UNIFY_TOKEN_STORE"},
      {"caFile", "UNIFY_CA_FILE"},
      {"organizationId", "UNIFY_ORGANIZATION_ID"},
      {"componentId", "UNIFY_COMPONENT_ID"},
      {"proxy", "https_proxy"},
      {"proxy", "HTTPS_PROXY"},
      {"proxy", "all_proxy"},
      {"proxy", "ALL_PROXY"},
  }};
  SettingsLayer layer{.source = SettingSource::environment, .name = "the environment", .entries = {}};
  for (const auto& [key, variable] : variables)
    if (const auto value = lookup(variable); value && !value->empty())
      layer.entries.push_back({.key = key, .value = boost::json::value(*value)});
  return layer;
}

} // namespace unify_ls::settings
