#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/commands/client.h"
#include "server/commands/folder_settings.h"
#include "server/commands/folders.h"
#include "server/commands/read_workflows.h"
#include "server/commands/reading_rights.h"
#include "server/credentials/vault.h"
#include "server/git/repository.h"
#include "server/git/workflow_files.h"
#include "server/http/url.h"
#include "server/platform/api.h"
#include "server/runs/follower.h"
#include "server/state/components.h"
#include "server/state/journal.h"
#include "server/state/token_dates.h"

namespace unify_ls::commands {

/// What the commands work with. Owned by the composition root, which outlives every command. Loop thread
/// only.
struct Services {
  asio::io_context& loop;
  Log& log;
  Clock& clock;
  TaskGroup& tasks;
  Client& client;

  settings::MachineSettings machine;
  http::BaseUrl api_url;
  http::BaseUrl ui_url;
  /// Whether a person waits for the command, so that a keyring may prompt. A command has those of its call;
  /// see Registry.
  credentials::Patience patience;
  platform::Api& api;            ///< reads the token with that patience
  platform::Api& background_api; ///< never prompts: for what goes on when the command is over
  credentials::Vault& vault;
  const ReadingRights& reading_rights;

  FolderSettingsReader& settings;
  Folders& folders;
  git::Repositories& repositories;
  git::WorkflowLister& lister;
  ReadWorkflows& read_workflows;

  state::Journal& journal;
  state::Components& components;
  state::TokenDates& token_dates;

  runs::Follower& follower;

  std::string origin() const { return api_url.origin.text(); }
};

} // namespace unify_ls::commands
