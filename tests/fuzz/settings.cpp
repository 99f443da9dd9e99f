// Settings files. The text stands in turn for the repository's file, the editor's section and the user's own
// file; as the first two it may lower no guard and send no token anywhere.
#include "server/settings/settings.h"

#include "protocol/json.h"
#include "server/base/text.h"
#include "server/settings/config_file.h"
#include "tests/fuzz/support/fuzz.h"

namespace unify_ls::fuzz {
namespace {

using settings::SettingSource;

void expect_safe(const settings::Settings& settings) {
  expect(!settings.machine.api_url.is_set() && !settings.machine.ui_url.is_set() &&
             !settings.machine.token_store.is_set() && !settings.machine.ca_file.is_set() &&
             !settings.machine.proxy.is_set() && !settings.machine.request_timeout_seconds.is_set(),
         "a folder sets nothing of the machine");
  expect(settings.folder.confirm.value == settings::ConfirmPolicy::always,
         "a folder does not do without confirmation");
  expect(!settings.trusted.component_id.is_set() && !settings.trusted.remote.is_set(),
         "a folder's word is not trusted");
  for (const settings::SettingsWarning& warning : settings.warnings)
    expect(warning.message == printable(warning.message), "a warning is one printable line");
}

} // namespace

void examine(std::string_view text) {
  if (const auto value = protocol::parse_json(text))
    expect_safe(settings::merge_settings({settings::editor_layer(*value)}));
  const auto entries = settings::parse_config(text, "fuzz.json");
  if (!entries) {
    expect(entries.error().message.contains("fuzz.json"), "an error names the file");
    return;
  }
  for (const settings::SettingEntry& entry : *entries) expect(entry.line > 0, "every key has a line");
  expect_safe(settings::merge_settings({{SettingSource::repository, "fuzz.json", *entries}}));
  const auto own = settings::merge_settings({{SettingSource::config, "fuzz.json", *entries}});
  const int timeout = own.machine.request_timeout_seconds.value;
  expect(timeout >= settings::min_request_timeout_seconds && timeout <= settings::max_request_timeout_seconds,
         "a timeout lies within its limits");
}

} // namespace unify_ls::fuzz
