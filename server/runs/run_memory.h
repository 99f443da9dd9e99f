#pragma once

#include "server/base/clock.h"
#include "server/runs/run.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::runs {

/// Consents that are remembered; each is good for minutes.
inline constexpr std::size_t remembered_consents_limit = 1'000;

/// What this process itself requested a moment ago, and the consents that it used. Kept beside the journal's
/// file, so that neither is forgotten while the file cannot be written, and by a clock that nobody sets. Loop
/// thread only.
class RunMemory {
 public:
  /// `clock` has to outlive this.
  explicit RunMemory(const Clock& clock) : clock_(&clock) {}

  void keep(const Run& run);

  /// A refused run is no duplicate; its consent stays used.
  void forget_refused(std::string_view id);

  /// The same run, requested within `duplicate_window`.
  std::optional<Run> recent_same(const Run& run) const;

  bool confirmation_used(std::string_view confirmation) const;

 private:
  struct Remembered {
    Run run;
    SteadyTime since;
  };

  bool is_recent(const Remembered& remembered) const;

  const Clock* clock_;
  std::deque<Remembered> runs_;
  std::deque<std::string> used_;
};

} // namespace unify_ls::runs
