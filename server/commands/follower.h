#pragma once

#include "server/commands/services.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace unify_ls::commands {

/// When the platform is asked, by how long a run has been followed: a run that takes hours is not asked for
/// every five seconds. Each wait is a little jittered, so that many clients do not ask as one.
inline constexpr std::chrono::seconds first_wait{2};
inline constexpr std::chrono::seconds early_wait{5};
inline constexpr std::chrono::seconds later_wait{15};
inline constexpr std::chrono::seconds late_wait{60};
inline constexpr std::chrono::minutes early_time{2};
inline constexpr std::chrono::minutes later_time{30};

/// The platform itself ends a run after 5760 minutes (workflow language: a whole run's limit).
inline constexpr std::chrono::hours longest_following{96};

/// Unreadable answers in a row after which following ends; a network that is down for an evening is survived.
inline constexpr int failures_limit = 240;

/// The wait before the next question, for a run followed for `since`.
std::chrono::seconds wait_after(std::chrono::seconds since);

/// Why following ended.
enum class FollowEnd {
  run_ended,
  unreadable, ///< the platform does not show this run here, or not to this token
  given_up,   ///< too long, or the platform was unreachable for too long
};

struct Followed {
  state::JournalRun run; ///< as last known
  FollowEnd end = FollowEnd::run_ended;
  std::optional<Error> error{};
};

/// Follows runs to their end: one question to the platform at a time for each run, however many want to know;
/// of several processes the one with the lease asks, the others read what it wrote. Loop thread only.
class Follower {
 public:
  /// Keeps the reference; services outlive it.
  explicit Follower(const Services& services) : services_(services) {}

  /// Begins to follow in the background, with progress, `unify/runChanged` and a message at the end. Nothing
  /// new for a run that is followed already.
  void follow(state::JournalRun run, std::optional<json::value> progress_token = {});

  /// Stops following; the run goes on. False when it was not followed.
  bool unfollow(const std::string& id);

  bool follows(const std::string& id) const { return followed_.contains(id); }

  /// Follows until the end and tells it to nobody but the caller; each change goes to Client::run_changed.
  Task<Followed> watch(state::JournalRun run, Progress* progress);

  /// Brings a run up to date: from the platform when no other process follows it, else from what that one
  /// wrote down.
  Task<std::optional<Error>> look(state::JournalRun& run);

  /// Takes up what no living process follows in a folder's repository.
  Task<> take_up(std::string folder);

 private:
  Task<> follow_with_progress(state::JournalRun run, std::optional<json::value> progress_token);
  void note(state::JournalRun& run, const platform::Run& seen);
  void write_down(const state::JournalRun& run, const state::RunProgress& progress);
  void tell_end(const Followed& followed);

  const Services& services_;
  std::map<std::string, TaskGroup::Id> followed_;
  std::set<std::string> unwritten_;      ///< runs of which the last news is not in the journal yet
  std::set<std::string> told_of_commit_; ///< runs of which it was said that they run at another commit
};

/// "FAILED: deploy.yaml on main: what the platform said of it <url>": the end of a run in a sentence.
std::string end_sentence(const Followed& followed);

} // namespace unify_ls::commands
