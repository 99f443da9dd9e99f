#pragma once

#include "server/app/options.h"
#include "server/commands/rooms.h"
#include "server/credentials/environment.h"
#include "server/http/client.h"
#include "server/platform/rest.h"
#include "server/settings/user_folders.h"
#include "server/state/state.h"

#include <memory>

namespace unify_ls {

/// This machine under the commands: the clock, the state file, the token's store and the platform, built from
/// the command line and the machine's settings. Members are ordered so that each outlives those that use it.
/// The loop, the log, the tasks and the client come from outside and outlive it all.
class House {
 public:
  /// What the machine's settings come to, checked.
  struct Machine {
    settings::MachineSettings settings;
    http::BaseUrl api_url;
    http::BaseUrl ui_url;
    credentials::StoreChooser stores;
  };

  /// settings when a value of the machine's settings cannot be used.
  static Result<std::unique_ptr<House>> build(const Options& options, asio::io_context& loop, Log& log,
                                              TaskGroup& tasks, commands::Client& client,
                                              std::optional<Result<credentials::Secret>> environment_token);

  commands::Registry& registry() { return rooms_.registry(); }

  documents::Documents& documents() { return rooms_.documents(); }

  const commands::Services& services() const { return rooms_.services(); }

  const std::string& origin() const { return vault_.origin(); } ///< of the API

 private:
  House(Machine machine, settings::SettingsPlaces places, asio::io_context& loop, Log& log, TaskGroup& tasks,
        commands::Client& client);
  credentials::Freshness freshness();

  http::BaseUrl api_url_;
  SystemClock clock_;
  state::State state_{settings::user_state_folder()};
  state::TokenDates token_dates_{state_};
  credentials::Vault vault_;
  http::Client http_;
  platform::RestApi api_;
  platform::RestApi background_api_;
  commands::Rooms rooms_;
};

} // namespace unify_ls
