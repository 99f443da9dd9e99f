#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/http/url.h"
#include "server/platform/api.h"
#include "server/runs/audience.h"
#include "server/state/journal.h"
#include "server/state/leases.h"
#include "server/state/token_dates.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unify_ls::runs {

/// When the platform is asked, by how long a run has been followed: a run that takes hours is not asked for
/// every five seconds. Each wait is a little jittered, so that many clients do not ask as one.
inline constexpr std::chrono::seconds first_wait{2};
inline constexpr std::chrono::seconds early_wait{5};
inline constexpr std::chrono::seconds later_wait{15};
inline constexpr std::chrono::seconds late_wait{60};
inline constexpr std::chrono::minutes early_time{2};
inline constexpr std::chrono::minutes later_time{30};

/// Between two looks at what another process wrote down.
inline constexpr std::chrono::seconds journal_wait{2};

/// The platform itself ends a run after 5760 minutes (workflow language: a whole run's limit).
inline constexpr std::chrono::hours longest_following{96};

/// Unreadable answers in a row after which following counts as lost, which everybody sees.
inline constexpr int failures_until_lost = 5;

/// Unreadable answers in a row after which somebody who waits at a terminal is let go.
inline constexpr int failures_limit = 240;

/// The time that a person waits for news of runs before what is known is shown.
inline constexpr std::chrono::seconds look_patience{5};

/// Unfinished runs that one list asks the platform about; the newest ones matter.
inline constexpr std::size_t refreshed_runs_limit = 10;

/// The wait before the next question, for a run followed for `since`.
std::chrono::seconds wait_after(std::chrono::seconds since);

/// What to do when the run cannot be read at present.
enum class WhenLost {
  wait, ///< until there is another token, or the network is back
  end,  ///< somebody waits for the result
};

/// What following stands on; all of it outlives the follower.
struct FollowerParts {
  Log& log;
  Clock& clock;
  TaskGroup& tasks;
  platform::Api& api; ///< one that never prompts for a keyring
  state::Journal& journal;
  state::Leases& leases;
  state::TokenDates& token_dates;
  http::BaseUrl ui_url; ///< web addresses of runs count only where they are of this host
  std::string origin;   ///< of the API
};

/// Follows runs to their end: one question to the platform at a time for each run, however many want to know.
/// Of several processes the one with the lease asks and writes down what it learns; the others read that, and
/// the next of them goes on when it is gone. Loop thread only.
class Follower {
 public:
  Follower(FollowerParts parts, Audience& audience) : parts_(std::move(parts)), audience_(audience) {}

  /// Begins to follow in the background, with progress, news of changes and word of the end. Nothing new for
  /// a run that is followed already.
  void follow(state::JournalRun run, std::optional<boost::json::value> progress_token = {});

  /// Stops following; the run goes on. False when it was not followed.
  bool unfollow(const std::string& id);

  bool follows(const std::string& id) const { return followed_.contains(id); }

  /// Follows until the end and gives it to the caller alone; each change goes to the audience.
  Task<Followed> watch(state::JournalRun run, Progress* progress, WhenLost when_lost);

  /// Brings a run up to date, and changes nothing about who follows it: from the platform, but for a
  /// run that another process follows: from what that one wrote down. After `patience` it stays as it was.
  Task<std::optional<Error>> look(state::JournalRun& run, std::chrono::milliseconds patience = look_patience);

  /// Looks at the unfinished ones of `runs`, newest first. What cannot be read stays as it was.
  Task<> refresh(std::vector<state::JournalRun>& runs);

  /// Follows those unfinished runs of a folder that no living process follows.
  void take_up(std::string_view folder);

 private:
  class HeldLease;

  Task<> follow_with_progress(state::JournalRun run, std::optional<boost::json::value> progress_token);
  Task<Result<platform::Run>> ask(const state::JournalRun& run);
  Task<std::optional<Error>> look_for_long(state::JournalRun& run);
  Task<> read_journal(state::JournalRun& run);
  void note(state::JournalRun& run, const platform::Run& seen);
  void write_down(const state::JournalRun& run, const state::RunProgress& progress);
  Task<> note_following(state::JournalRun& run, state::Following following, std::string lost = {});
  Task<> wait_for_another_token();

  FollowerParts parts_;
  Audience& audience_;
  std::map<std::string, TaskGroup::Id> followed_;
  std::set<std::string> unwritten_;      ///< runs of which the last news is not in the journal yet
  std::set<std::string> told_of_commit_; ///< runs of which it was said that they run at another commit
};

} // namespace unify_ls::runs
