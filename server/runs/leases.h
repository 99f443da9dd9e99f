#pragma once

#include "server/runs/run.h"
#include "server/state/state.h"

#include <string_view>
#include <vector>

namespace unify_ls::runs {

/// Who follows which run, so that of several editors one asks the platform and tells the person. A lease ends
/// when it is released or with its process, and at no other time: one question to a platform that asks to
/// slow down may take hours. For the loop's thread.
class Leases {
 public:
  /// `state` has to outlive this.
  explicit Leases(state::State& state) : state_(&state) {}

  /// Takes the lease of a run, identified by our id. False while another living process has it; true when it
  /// is ours already, and for a run that is not in the journal, of which no other process can know.
  Result<bool> take(std::string_view id);

  /// Gives the lease back where it is ours. Also forgets that following was lost.
  Result<> release(std::string_view id);

  /// Notes for everybody why the run cannot be followed at present; empty when it can again. The lease stays.
  Result<> mark_lost(std::string_view id, std::string_view why);

  /// The runs of a folder and an origin that were started at `since` or later, have not ended, and are
  /// followed by no living process; newest first. To be taken before they are followed: others may ask at the
  /// same time.
  Result<std::vector<Run>> unfollowed(std::string_view folder, std::string_view origin, WallTime since) const;

 private:
  state::State* state_;
};

} // namespace unify_ls::runs
