#pragma once

#include "server/state/journal_run.h"
#include "server/state/state.h"

#include <chrono>
#include <string_view>
#include <vector>

namespace unify_ls::state {

/// How long a lease lasts that is not renewed: well above the longest time between two questions about a run.
/// It only matters where a living process forgot to give a lease back.
inline constexpr std::chrono::minutes lease_lifetime{15};

/// Who follows which run, so that of several editors one asks the platform and tells the person. A lease ends
/// when it is released, when its time is up, or with its process. For the loop's thread.
class Leases {
 public:
  /// `state` has to outlive this.
  explicit Leases(State& state) : state_(&state) {}

  /// Takes or renews the lease of a run, identified by our id. False while another living process has it;
  /// true for a run that is not in the journal, of which no other process can know.
  Result<bool> take(std::string_view id, WallTime now);

  /// Gives the lease back where it is ours.
  Result<> release(std::string_view id);

  /// The runs of a folder and an origin that were started at `since` or later, have not ended, and are
  /// followed by no living process; newest first. To be taken before they are followed: others may ask at the
  /// same time.
  Result<std::vector<JournalRun>> unfollowed(std::string_view folder, std::string_view origin, WallTime since,
                                             WallTime now) const;

 private:
  State* state_;
};

} // namespace unify_ls::state
