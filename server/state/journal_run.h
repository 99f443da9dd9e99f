#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/state/component_record.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::state {

/// What became of the request to start a run.
enum class RunOutcome {
  sending, ///< written before the first byte leaves; the process that sends it is alive
  started,
  refused, ///< the platform said no, or no byte ever left
  unknown, ///< sent, and nobody heard the answer
};

std::string_view name_of(RunOutcome outcome);
std::optional<RunOutcome> run_outcome_from(std::string_view name);

/// Who follows an unfinished run to its end.
enum class Following {
  off,       ///< nobody
  here,      ///< this process
  elsewhere, ///< another living process
  lost,      ///< somebody wants to, and cannot read the run at present: `following_lost` says why
};

std::string_view name_of(Following following);

/// One input of a run, as sent.
struct JournalInput {
  std::string name;
  /// Nothing when the value was withheld because it may be a secret: to run this again it has to be asked
  /// for.
  std::optional<std::string> value;

  bool operator==(const JournalInput&) const = default;
};

/// The input as it may be written down. Its value is withheld where the author's name or description speaks
/// of a secret, a token, a password or a key.
JournalInput remembered_input(std::string name, std::string value, std::string_view description);

struct JournalError {
  ErrorKind kind;
  std::string message;

  bool operator==(const JournalError&) const = default;
};

/// A run started from this machine, as the journal knows it. Texts that are not known are empty.
struct JournalRun {
  std::string id;     ///< ours, from `random_id`
  std::string origin; ///< of the API that it was sent to
  std::string folder; ///< canonical root of the repository
  ComponentRecord component;
  std::string file; ///< the workflow file, by its bare name
  std::string branch;
  std::string commit;
  std::vector<JournalInput> inputs; ///< in the author's order
  WallTime requested_at;
  /// The digest of the confirmation that this run used up; nothing where none was asked for.
  std::optional<std::string> confirmation{};

  RunOutcome outcome = RunOutcome::sending;
  std::string run_id{}; ///< the platform's
  std::string run_url{};
  std::string status{}; ///< the platform's own word
  std::string reason{}; ///< the platform's words on how it ended: safe to be shown
  std::optional<WallTime> started_at{};
  std::optional<WallTime> ended_at{};
  bool ended = false;
  std::optional<JournalError> error{};
  Following following = Following::off; ///< read, never written with the run: Leases decides it
  std::string following_lost{};         ///< why nobody can follow it at present; a sentence
  /// False where it could not be written: then this process alone knows of the run.
  bool written_down = true;
};

} // namespace unify_ls::state
