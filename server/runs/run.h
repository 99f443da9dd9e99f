#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/state/component_record.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::runs {

/// What became of the request to start a run.
enum class RunOutcome {
  sending, ///< written before the first byte leaves; the process that sends it is alive
  started,
  refused, ///< the platform refused it, or nothing was sent
  unknown, ///< sent, and nobody heard the answer
};

std::string_view name_of(RunOutcome outcome);
std::optional<RunOutcome> run_outcome_from(std::string_view name);

/// Who follows an unfinished run to its end.
enum class Following {
  off,       ///< nobody
  here,      ///< this process
  elsewhere, ///< another living process
  lost,      ///< it cannot be read at present: `following_lost` says why
};

std::string_view name_of(Following following);

/// One input of a run, as sent.
struct RunInput {
  std::string name;
  /// Nothing when the value was withheld because it may be a secret: to run this again it has to be asked
  /// for.
  std::optional<std::string> value;

  bool operator==(const RunInput&) const = default;
};

/// The input as it may be written down. Its value is withheld where the author's name or description speaks
/// of a secret, a token, a password or a key.
RunInput remembered_input(std::string name, std::string value, std::string_view description);

/// A run of a workflow that was requested on this machine: from the request over its sending and its progress
/// to its end, in memory and in the journal. Texts that are not known are empty.
struct Run {
  std::string id;     ///< ours, from `random_id`
  std::string origin; ///< of the API that it was sent to
  std::string folder; ///< canonical root of the repository
  state::ComponentRecord component;
  std::string file; ///< the workflow file, by its bare name
  std::string branch;
  std::string commit;
  std::vector<RunInput> inputs; ///< in the author's order
  WallTime requested_at;
  /// The confirmation that this run used up; nothing where none was asked for.
  std::optional<std::string> confirmation{};

  RunOutcome outcome = RunOutcome::sending;
  std::string run_id{}; ///< the platform's
  std::string run_url{};
  std::string status{}; ///< the platform's own word
  std::string reason{}; ///< the platform's words on how it ended: safe to be shown
  std::optional<WallTime> started_at{};
  std::optional<WallTime> ended_at{};
  bool ended = false;
  std::optional<Error> error{};         ///< unless it was started; the journal keeps its kind and its message
  Following following = Following::off; ///< who has its lease
  std::string following_lost{};         ///< why nobody can follow it at present; a sentence
  /// False where it could not be written: then this process alone knows of the run.
  bool written_down = true;

  /// It was started, has not ended as far as is known, and has an id to ask the platform by.
  bool can_be_followed() const { return outcome == RunOutcome::started && !ended && !run_id.empty(); }
};

/// How a run stands, for a sentence: "running", "failed (step 3 exited with 1)", or what became of its
/// request. Safe to be shown.
std::string state_and_reason(const Run& run);

/// Why a run without the platform's id has none, as the end of a sentence.
std::string_view why_without_id(const Run& run);

/// Why following ended.
enum class FollowEnd {
  run_ended,
  unreadable, ///< the platform does not show this run here, or not to this token
  given_up,   ///< too long, or the platform was unreachable for too long
};

struct Followed {
  Run run; ///< as last known
  FollowEnd end = FollowEnd::run_ended;
  std::optional<Error> error{};
};

/// "FAILED: deploy.yaml on main: what the platform said of it <url>": the end of a run in a sentence. Safe to
/// be shown.
std::string end_sentence(const Followed& followed);

} // namespace unify_ls::runs
