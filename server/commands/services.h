#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/commands/client.h"
#include "server/commands/folder_settings.h"
#include "server/commands/read_workflows.h"
#include "server/credentials/vault.h"
#include "server/http/url.h"
#include "server/unify/api.h"
#include "server/workspace/choices.h"
#include "server/workspace/folders.h"
#include "server/workspace/found_components.h"
#include "server/workspace/journal.h"
#include "server/workspace/leases.h"
#include "server/workspace/repository.h"
#include "server/workspace/token_dates.h"
#include "server/workspace/workflow_files.h"

namespace unify_ls::commands {

class Follower;

/// What the commands work with. Owned by the composition root, which outlives every command. Loop thread
/// only.
struct Services {
  asio::io_context& loop;
  Log& log;
  Clock& clock;
  TaskGroup& tasks;
  Client& client;

  workspace::MachineSettings machine;
  http::BaseUrl api_url;
  http::BaseUrl ui_url;
  platform::Api& api;            ///< for work that a person waits for
  platform::Api& background_api; ///< the same; never prompts for a keyring
  credentials::Vault& vault;

  FolderSettingsReader& settings;
  workspace::Folders& folders;
  workspace::Repositories& repositories;
  workspace::WorkflowLister& lister;
  ReadWorkflows& read_workflows;

  workspace::Journal& journal;
  workspace::Leases& leases;
  workspace::Choices& choices;
  workspace::FoundComponents& found_components;
  workspace::TokenDates& token_dates;

  Follower& follower;

  std::string origin() const { return api_url.origin.text(); }
};

} // namespace unify_ls::commands
