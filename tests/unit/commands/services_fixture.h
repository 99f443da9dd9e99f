#pragma once

#include "server/commands/read_workflows.h"
#include "server/commands/run_reporter.h"
#include "server/platform/rest.h"
#include "tests/unit/commands/silent_client.h"
#include "tests/unit/platform/fake_platform.h"
#include "tests/unit/state/temporary_state.h"

namespace unify_ls::testing {

/// Everything that commands work with: a state file of its own, a clock that is turned by hand, and a
/// platform that is a list of answers, or another.
struct ServicesFixture {
  ServicesFixture() : used_api(api) {}

  explicit ServicesFixture(platform::Api& instead) : used_api(instead) {}

  TemporaryFolder folder;
  asio::io_context loop{1};
  Log log{LogLevel::error, -1};
  FakeClock clock;
  FakeTransport transport;
  platform::RestApi api{transport, clock, log, credentials::Patience::background};
  platform::Api& used_api;
  TaskGroup tasks{loop, log};
  SilentClient client;
  credentials::Vault vault{"https://api.cloudbees.io", credentials::StoreChooser({})};
  git::Git git = git::Git::of_this_process();
  git::Repositories repositories{git};
  git::WorkflowLister lister{git};
  commands::ReadWorkflows read_workflows;
  state::State state{folder.path()};
  state::Journal journal{state, clock};
  state::Leases leases{state};
  state::Components components{state};
  state::TokenDates token_dates{state};
  state::TokenRights token_rights{state};
  commands::ReadingRights reading_rights{vault, token_rights, clock};
  commands::Folders folders;
  commands::FolderSettingsReader settings{{}, client};
  commands::RunReporter reporter{client};
  runs::Follower follower{{.log = log,
                           .clock = clock,
                           .tasks = tasks,
                           .api = api,
                           .journal = journal,
                           .leases = leases,
                           .token_dates = token_dates,
                           .ui_url = transport.base(),
                           .origin = "https://api.cloudbees.io"},
                          reporter};
  commands::Services services{.loop = loop,
                              .log = log,
                              .clock = clock,
                              .tasks = tasks,
                              .client = client,
                              .machine = {},
                              .api_url = transport.base(),
                              .ui_url = transport.base(),
                              .patience = credentials::Patience::person,
                              .api = used_api,
                              .background_api = used_api,
                              .vault = vault,
                              .reading_rights = reading_rights,
                              .settings = settings,
                              .folders = folders,
                              .repositories = repositories,
                              .lister = lister,
                              .read_workflows = read_workflows,
                              .journal = journal,
                              .components = components,
                              .token_dates = token_dates,
                              .follower = follower};
};

} // namespace unify_ls::testing
