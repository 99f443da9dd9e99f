#pragma once

#include "server/runs/run.h"
#include "server/runs/run_memory.h"
#include "server/state/state.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::runs {

/// The same run within this time is asked about first.
inline constexpr std::chrono::seconds duplicate_window{10};

/// What the journal keeps: the newest runs of this machine, whatever their dates. A clock that was wrong once
/// would take good ones for old.
inline constexpr int max_kept_runs = 1'000;

/// Runs in one answer, unless the filter says otherwise.
inline constexpr int default_listed_runs = 100;

enum class DuplicateCheck {
  refuse_same, ///< not when the same run was requested moments ago
  force,
};

/// What `begin` did.
enum class Begun {
  sending,           ///< written; send it
  duplicate,         ///< nothing written: the same run was requested moments ago
  confirmation_used, ///< nothing written: another run was started with this confirmation
};

/// Which runs; what is empty does not matter.
struct RunFilter {
  std::string folder{};
  std::string origin{};
  int limit = default_listed_runs;
};

/// The runs started from this machine, shared by all unify-ls processes. A run is written here before it is
/// sent, which is what makes "started once" hold between editors and after a crash. What this process
/// requested itself is also kept in memory, which holds where the file does not. For the loop's thread.
///
/// Whether two runs are the same is decided without the values that were withheld as possible secrets: they
/// are not here to compare, and even a digest of a short password can be guessed back. Two runs that differ
/// in nothing but a password therefore count as the same: that costs a question, never a run.
class Journal {
 public:
  /// Both have to outlive this.
  Journal(state::State& state, const Clock& clock) : state_(&state), memory_(clock) {}

  /// Whether `begin` could write this run down now. It is really written, and taken out again.
  Result<> try_writing(const Run& run) const;

  /// Writes a run down as `sending`; its outcome and all that follows are not read. The checks and the
  /// writing are one transaction, so that of two editors only one goes on. Forgets runs beyond the limit
  /// above.
  Result<Begun> begin(const Run& run, DuplicateCheck check);

  /// The same in this process's memory alone, where the file cannot be written.
  Begun begin_unwritten(const Run& run, DuplicateCheck check);

  /// Writes down what has become of a run since: its outcome, its progress, its end. What is empty leaves as
  /// it is what the journal knows, and a run that has ended stays so. `notFound` without such a run.
  Result<> write(const Run& run);

  /// Takes a run off the lists. Everything else still knows it: it may have started moments ago, and its
  /// confirmation stays used. `notFound` without such a run.
  Result<> hide(std::string_view id);

  /// Newest first, without those that were hidden.
  Result<std::vector<Run>> runs(const RunFilter& filter) const;

  /// The run with this id of ours.
  Result<std::optional<Run>> find(std::string_view id) const;

  /// The newest run of the same origin, component, branch, file and inputs (in whatever order) that was
  /// requested within `duplicate_window` before `run.requested_at` and not refused. One that was requested
  /// later than `run` counts too while nothing tells how long ago that was: the clock was set back.
  Result<std::optional<Run>> recent_same(const Run& run) const;

  /// Whether a run was started with this confirmation.
  Result<bool> confirmation_used(std::string_view digest) const;

  /// This process among those that write here. Never used by another, earlier or later.
  const std::string& writer() const { return state_->presence().id(); }

 private:
  std::optional<Begun> remembered_obstacle(const Run& run, DuplicateCheck check) const;

  state::State* state_;
  RunMemory memory_;
};

} // namespace unify_ls::runs
