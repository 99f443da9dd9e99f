#pragma once

#include "server/commands/client.h"
#include "server/runs/audience.h"

namespace unify_ls::commands {

/// Tells a client of runs, in wire values and in sentences.
class RunReporter final : public runs::Audience {
 public:
  /// `client` outlives it.
  explicit RunReporter(Client& client) : client_(client) {}

  void changed(const runs::Run& run) override;
  void runs_elsewhere(const runs::Run& run, std::string_view shown) override;
  void lost(const runs::Run& run) override;
  void answered_late(const runs::Run& run) override;
  void ended(const runs::Followed& followed) override;
  Task<std::unique_ptr<runs::Progress>> progress(const runs::Run& run, std::optional<json::value> token,
                                                 std::function<void()> cancelled) override;

 private:
  Client& client_;
};

} // namespace unify_ls::commands
