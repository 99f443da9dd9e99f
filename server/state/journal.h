#pragma once

#include "server/state/journal_run.h"
#include "server/state/run_memory.h"
#include "server/state/state.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::state {

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
struct BeginResult {
  enum class Kind {
    begun,             ///< written; send it
    duplicate,         ///< nothing written: `earlier` is the same run, requested moments ago
    confirmation_used, ///< nothing written: `earlier` was started with this confirmation
  };

  Kind kind = Kind::begun;
  std::optional<JournalRun> earlier{};
};

/// How the request to start a run ended.
struct SendingResult {
  RunOutcome outcome = RunOutcome::unknown;
  std::string run_id{};
  std::string run_url{};
  std::optional<JournalError> error{};
};

/// What was learned of a run since. What is empty leaves as it is what the journal knows.
struct RunProgress {
  std::string status{};
  std::string reason{};
  std::string commit{};
  std::string run_url{};
  std::optional<WallTime> started_at{};
  std::optional<WallTime> ended_at{};
  bool ended = false; ///< a run that has ended stays so
  std::optional<JournalError> error{};
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
  Journal(State& state, const Clock& clock) : state_(&state), memory_(clock) {}

  /// Whether `begin` could write this run down now. It is really written, and taken out again.
  Result<> try_writing(const JournalRun& run);

  /// Writes a run down as `sending`; its outcome and all that follows are not read. The checks and the
  /// writing are one transaction, so that of two editors only one goes on. Forgets runs beyond the limit
  /// above.
  Result<BeginResult> begin(const JournalRun& run, DuplicateCheck check);

  /// The same in this process's memory alone, where the file cannot be written.
  BeginResult begin_unwritten(const JournalRun& run, DuplicateCheck check);

  /// Notes how the sending of a run ended. `notFound` without such a run.
  Result<> finish(std::string_view id, const SendingResult& result);

  /// Notes what was learned of a run. `notFound` without such a run.
  Result<> update(std::string_view id, const RunProgress& progress);

  /// Takes a run off the lists. Everything else still knows it: it may have started moments ago, and its
  /// confirmation stays used. `notFound` without such a run.
  Result<> hide(std::string_view id);

  /// Newest first, without those that were hidden.
  Result<std::vector<JournalRun>> runs(const RunFilter& filter) const;

  /// The run with this id of ours.
  Result<std::optional<JournalRun>> find(std::string_view id) const;

  /// The newest run of the same origin, component, branch, file and inputs (in whatever order) that was
  /// requested within `duplicate_window` before `run.requested_at` and not refused. One that was requested
  /// later than `run` counts too while nothing tells how long ago that was: the clock was set back.
  Result<std::optional<JournalRun>> recent_same(const JournalRun& run) const;

  /// Whether a run was started with this confirmation.
  Result<bool> confirmation_used(std::string_view digest) const;

  /// This process among those that write here. Never used by another, earlier or later.
  const std::string& writer() const { return state_->presence().id(); }

 private:
  std::optional<BeginResult> remembered_obstacle(const JournalRun& run, DuplicateCheck check) const;

  State* state_;
  RunMemory memory_;
};

} // namespace unify_ls::state
