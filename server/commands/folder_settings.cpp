#include "server/commands/folder_settings.h"

#include "server/base/text.h"

namespace unify_ls::commands {

Task<workspace::Settings> FolderSettingsReader::read(std::string folder, std::string root) {
  json::value sent = co_await client_.configuration(std::move(folder));
  if (sent.is_null()) sent = initialization_options_;
  workspace::SettingsPlaces places = fixed_;
  places.editor = workspace::editor_layer(sent);
  places.repository_root = std::move(root);
  workspace::Settings settings = workspace::load_settings(places);
  for (const workspace::SettingsWarning& warning : settings.warnings)
    if (shown_.insert(warning.message).second)
      client_.show(protocol::MessageType::warning, printable(warning.message));
  co_return settings;
}

} // namespace unify_ls::commands
