#pragma once

#include "server/commands/registry.h"
#include "server/commands/run_reporter.h"
#include "server/state/token_rights.h"

namespace unify_ls::commands {

/// What comes from outside: the machine's settings, and what a test replaces. All of it outlives the rooms.
struct Outside {
  asio::io_context& loop;
  Log& log;
  Clock& clock;
  TaskGroup& tasks;
  Client& client;
  credentials::Vault& vault;
  platform::Api& api;            ///< may prompt for a keyring
  platform::Api& background_api; ///< never prompts
  state::State& state;
  state::TokenDates& token_dates;
  settings::MachineSettings machine;
  settings::SettingsPlaces settings;
  http::BaseUrl api_url;
  http::BaseUrl ui_url;
  std::filesystem::path drafts{}; ///< see Workspace
};

/// Everything that the commands stand on, in the order in which it stands on each other. Loop thread only.
class Rooms {
 public:
  explicit Rooms(Outside outside);
  Rooms(const Rooms&) = delete;
  Rooms& operator=(const Rooms&) = delete;

  Registry& registry() { return registry_; }

  /// The texts that the editor has open: whoever hears of them keeps them here.
  documents::Documents& documents() { return documents_; }

  /// Of commands that a person waits for.
  const Services& services() const { return registry_.services(); }

 private:
  Services services_for(credentials::Patience patience);

  Outside outside_;
  documents::Documents documents_;
  state::TokenRights token_rights_{outside_.state};
  ReadingRights reading_rights_{outside_.vault, token_rights_, outside_.clock};
  ReadingApi api_{outside_.api, reading_rights_, credentials::Patience::person};
  ReadingApi background_api_{outside_.background_api, reading_rights_, credentials::Patience::background};
  git::Git git_ = git::Git::of_this_process();
  git::Repositories repositories_{git_};
  git::WorkflowLister lister_{git_};
  ReadWorkflows read_workflows_;
  Folders folders_;
  FolderSettingsReader settings_{outside_.settings, outside_.client};
  state::Components components_{outside_.state};
  RunReporter reporter_{outside_.client};
  runs::Runs runs_;
  Registry registry_;
};

} // namespace unify_ls::commands
