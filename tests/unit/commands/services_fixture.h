#pragma once

#include "server/commands/rooms.h"
#include "server/platform/rest.h"
#include "tests/unit/commands/silent_client.h"
#include "tests/unit/credentials/fake_store.h"
#include "tests/unit/platform/fake_platform.h"
#include "tests/unit/state/temporary_state.h"

namespace unify_ls::testing {

/// Everything that commands work with: a state file of its own, a clock that is turned by hand, and a
/// platform that is a list of answers, or another.
struct ServicesFixture {
  ServicesFixture();
  /// `used` may be built later than this.
  explicit ServicesFixture(platform::Api& used);
  ~ServicesFixture();

  TemporaryFolder folder;
  asio::io_context loop{1};
  Log log{LogLevel::error, -1};
  FakeClock clock;
  FakeTransport transport;
  platform::RestApi api{transport, clock, log, credentials::Patience::background};
  TaskGroup tasks{loop, log};
  SilentClient client;
  std::shared_ptr<FakeStore> store = std::make_shared<FakeStore>(); ///< without a token
  credentials::Vault vault{"https://api.cloudbees.io",
                           credentials::StoreChooser(store, "It is the only one.")};
  state::State state{folder.path()};
  state::TokenDates token_dates{state};
  commands::Rooms rooms;
  const commands::Services& services = rooms.services();
  runs::Runs& runs = services.runs;
};

} // namespace unify_ls::testing
