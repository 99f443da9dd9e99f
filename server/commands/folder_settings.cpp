#include "server/commands/folder_settings.h"

#include "server/base/text.h"

namespace unify_ls::commands {

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
