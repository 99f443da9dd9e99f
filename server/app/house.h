#pragma once

#include "server/app/options.h"
#include "server/commands/registry.h"
#include "server/credentials/environment.h"
#include "server/http/client.h"
#include "server/platform/rest.h"
#include "server/state/state.h"

#include <memory>

namespace unify_ls {

/// Everything that the commands stand on, built from the command line and the machine's settings. Members are
/// ordered so that each outlives those that use it. The loop, the log, the tasks and the client come from
/// outside and outlive it all.
class House {
 public:
  /// settings when a value of the machine's settings cannot be used.
  static Result<std::unique_ptr<House>> build(const Options& options, asio::io_context& loop, Log& log,
                                              TaskGroup& tasks, commands::Client& client,
                                              std::optional<Result<credentials::Secret>> environment_token);
  ~House();

  commands::Registry& registry();
  commands::FolderSettingsReader& settings();
  commands::Folders& folders();
  const std::string& origin() const; ///< of the API

 private:
  struct Rooms;
  explicit House(std::unique_ptr<Rooms> rooms);
  std::unique_ptr<Rooms> rooms_;
};

} // namespace unify_ls
