#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/commands/client.h"
#include "server/commands/component_reference.h"
#include "server/commands/folders.h"
#include "server/commands/read_workflows.h"
#include "server/commands/reading_rights.h"
#include "server/credentials/vault.h"
#include "server/documents/documents.h"
#include "server/git/repository.h"
#include "server/git/workflow_files.h"
#include "server/http/url.h"
#include "server/platform/api.h"
#include "server/runs/runs.h"
#include "server/state/components.h"
#include "server/state/token_dates.h"

#include <filesystem>

/// What the commands work with, in groups, so that a function names what it uses. Owned by Rooms, which
/// outlives every command. Loop thread only.
namespace unify_ls::commands {

/// Where the platform is, and asking it.
struct Platform {
  platform::Api& api; ///< reads the token with the patience of the call
  const http::BaseUrl& api_url;
  const http::BaseUrl& ui_url;

  std::string origin() const { return api_url.origin.text(); }
};

/// The folders that are open: what is set there, their repositories and their workflow files.
struct Workspace {
  Folders& folders;
  FolderSettingsReader& settings;
  git::Repositories& repositories;
  git::WorkflowLister& lister;
  ReadWorkflows& read_workflows;
  ReferencePlaces addresses; ///< which a setting may name a component by
  Clock& clock;
  const documents::Documents& texts; ///< that the editor has open
  std::filesystem::path drafts;      ///< where runs are written as documents; empty without a HOME
};

/// Finding out which component a place belongs to, and remembering it.
struct ComponentFinding {
  Platform platform;
  git::Repositories& repositories;
  state::Components& components;
  state::TokenDates& token_dates;
  Client& client;
  Clock& clock;
  Log& log;
};

/// The token in use.
struct TokenUse {
  Platform platform;
  credentials::Vault& vault;
  const ReadingRights& rights;
  state::TokenDates& dates;
  /// Whether a person waits for the command, so that a keyring may prompt.
  credentials::Patience patience;
  Clock& clock;

  /// Whether it may read; nothing when that is not known.
  Task<std::optional<bool>> may_read() const { return rights.known(patience); }
};

/// All of it, for the plan of a command.
struct Services {
  Client& client;
  Clock& clock;
  Log& log;
  const settings::MachineSettings& machine;
  Platform platform;
  platform::Api& background_api; ///< never prompts for a keyring
  Workspace workspace;
  ComponentFinding finding;
  TokenUse token;
  runs::Runs& runs;
};

} // namespace unify_ls::commands
