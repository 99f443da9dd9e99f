#pragma once

#include "server/runs/record.h"

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

/// Unreadable answers in a row after which following from a terminal ends.
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

/// Follows runs to their end: one question to the platform at a time for each run, however many want to know.
/// Of several processes the one with the lease asks and writes down what it learns; the others read that, and
/// the next of them goes on when it is gone. Loop thread only.
class Follower {
 public:
  Follower(const Parts& parts, Record& record) : parts_(parts), record_(record) {}

  /// Begins to follow in the background, with progress, news of changes and word of the end. Nothing new for
  /// a run that is followed already.
  void follow(Run run, std::optional<boost::json::value> progress_token = {});

  /// Stops following; the run goes on. False when it was not followed.
  bool unfollow(const std::string& id);

  bool follows(const std::string& id) const { return followed_.contains(id); }

  /// Follows until the end and gives it to the caller alone; each change goes to the audience.
  Task<Followed> watch(Run run, Progress* progress, WhenLost when_lost);

  /// Brings a run up to date, and changes nothing about who follows it: from the platform, or for a run that
  /// another process follows from what that one wrote down. After `patience` it stays as it was.
  Task<std::optional<Error>> look(Run& run, std::chrono::milliseconds patience = look_patience);

  /// Looks at the unfinished ones of `runs`, newest first. What cannot be read stays as it was.
  Task<> refresh(std::vector<Run>& runs);

  /// Follows those unfinished runs of a folder that no living process follows.
  void take_up(std::string_view folder);

 private:
  class HeldLease;

  Task<> follow_with_progress(Run run, std::optional<boost::json::value> progress_token);
  Task<std::optional<Error>> ask_later(Run& run, std::chrono::seconds followed_for);
  Task<std::optional<Error>> read_later(Run& run);
  Task<> wait_out(Run& run, const Error& failure, int failures, WhenLost when_lost);
  Task<Result<Run>> ask(Run run);
  Task<std::optional<Error>> look_for_long(Run& run);
  void note(Run& run, Run now);
  Task<> wait_for_another_token();

  const Parts& parts_;
  Record& record_;
  std::map<std::string, TaskGroup::Id> followed_;
  std::set<std::string> told_of_commit_; ///< runs of which it was said that they run at another commit
};

} // namespace unify_ls::runs
