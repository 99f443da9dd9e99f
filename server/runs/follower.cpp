#include "server/runs/follower.h"

#include "server/base/together.h"
#include "server/platform/failures.h"
#include "server/platform/run_status.h"

#include <fmt/format.h>

#include <random>

namespace unify_ls::runs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

milliseconds jittered(seconds wait) {
  static std::minstd_rand random{std::random_device{}()};
  return milliseconds(wait) * std::uniform_int_distribution<>(95, 105)(random) / 100;
}

/// Whether another token would help.
bool is_about_the_token(const Error& error) {
  return error.kind == ErrorKind::tokenRejected || error.kind == ErrorKind::noToken ||
         error.kind == ErrorKind::forbidden;
}

/// Whether it is pointless to ask again.
bool ends_following(const Error& failure, WhenLost when_lost) {
  return failure.kind == ErrorKind::notFound || (when_lost == WhenLost::end && is_about_the_token(failure));
}

std::string progress_sentence(const Run& run, const std::optional<Error>& failure, seconds since) {
  if (failure) return "the platform cannot be reached, trying again";
  if (run.following == Following::lost) return run.following_lost;
  const std::string state = run.status.empty() ? "requested" : platform::word_for(run.status);
  return fmt::format("{} ({}:{:02})", state, since.count() / 60, since.count() % 60);
}

} // namespace

seconds wait_after(seconds since) {
  if (since < first_wait / 2) return first_wait; // half, because that wait may have been a little shorter
  if (since < early_time) return early_wait;
  return since < later_time ? later_wait : late_wait;
}

/// The lease of one run, given back when this goes.
class Follower::HeldLease {
 public:
  HeldLease(Record& record, std::string id) : record_(record), id_(std::move(id)) {}

  HeldLease(const HeldLease&) = delete;
  HeldLease& operator=(const HeldLease&) = delete;

  ~HeldLease() {
    if (held_) record_.let_go(id_);
  }

  Task<bool> take(Run& run) {
    held_ = co_await record_.lead(run);
    co_return held_;
  }

 private:
  Record& record_;
  std::string id_;
  bool held_ = false;
};

void Follower::follow(Run run, std::optional<boost::json::value> progress_token) {
  if (followed_.contains(run.id)) return;
  const std::string id = run.id;
  followed_[id] =
      parts_.tasks.spawn("following a run", follow_with_progress(std::move(run), std::move(progress_token)),
                         [this, id] { followed_.erase(id); });
}

bool Follower::unfollow(const std::string& id) {
  const auto found = followed_.find(id);
  if (found == followed_.end()) return false;
  parts_.tasks.cancel(found->second);
  record_.let_go(id);
  if (const auto known = record_.journal().find(id); known && *known) parts_.audience.changed(**known);
  return true;
}

void Follower::take_up(std::string_view folder) {
  for (Run& run : record_.take_unfollowed(folder, parts_.clock.now() - longest_following))
    follow(std::move(run));
}

Task<> Follower::follow_with_progress(Run run, std::optional<boost::json::value> progress_token) {
  const std::string id = run.id;
  std::unique_ptr<Progress> progress =
      co_await parts_.audience.progress(run, std::move(progress_token), [this, id] { unfollow(id); });
  const Followed followed = co_await watch(std::move(run), progress.get(), WhenLost::wait);
  progress.reset(); // first: some editors wipe their line when a progress ends, and the message with it
  parts_.audience.ended(followed);
}

Task<Followed> Follower::watch(Run run, Progress* progress, WhenLost when_lost) {
  if (run.run_id.empty()) {
    Error why{.kind = ErrorKind::notFound, .message = std::string(why_without_id(run))};
    co_return Followed{std::move(run), FollowEnd::unreadable, std::move(why)};
  }
  HeldLease lease(record_, run.id);
  const auto followed_for = [this, start = parts_.clock.steady()] {
    return std::chrono::duration_cast<seconds>(parts_.clock.steady() - start);
  };
  std::optional<Error> failure;
  int failures = 0;
  while (!run.ended) {
    if (followed_for() > longest_following || (when_lost == WhenLost::end && failures >= failures_limit))
      co_return Followed{std::move(run), FollowEnd::given_up, failure};
    const bool leads = co_await lease.take(run);
    Task<std::optional<Error>> next = leads ? ask_later(run, followed_for()) : read_later(run);
    failure = co_await std::move(next);
    failures = failure ? failures + 1 : 0;
    if (progress != nullptr) progress->report(progress_sentence(run, failure, followed_for()));
    if (!failure) continue;
    if (ends_following(*failure, when_lost))
      co_return Followed{std::move(run), FollowEnd::unreadable, failure};
    co_await wait_out(run, *failure, failures, when_lost);
  }
  co_return Followed{std::move(run), FollowEnd::run_ended, std::nullopt};
}

/// The next question to the platform.
Task<std::optional<Error>> Follower::ask_later(Run& run, seconds followed_for) {
  co_await parts_.clock.wait(jittered(wait_after(followed_for)));
  Result<Run> now = co_await ask(run);
  if (!now) co_return now.error();
  now->following = Following::here;
  now->following_lost.clear();
  note(run, *std::move(now));
  co_return std::nullopt;
}

/// The next look at what the process that has the lease wrote down.
Task<std::optional<Error>> Follower::read_later(Run& run) {
  co_await parts_.clock.wait(journal_wait);
  co_await record_.read_again(run);
  co_return std::nullopt;
}

/// Following is lost when it failed for long, or of the token: nothing is asked then until there is another.
Task<> Follower::wait_out(Run& run, const Error& failure, int failures, WhenLost when_lost) {
  const bool about_token = is_about_the_token(failure);
  if ((about_token || failures >= failures_until_lost) && run.following != Following::lost) {
    Run now = run;
    now.following = Following::lost;
    now.following_lost = failure.message;
    record_.change(run, std::move(now));
    if (when_lost == WhenLost::wait) parts_.audience.lost(run);
  }
  if (about_token) co_await wait_for_another_token();
}

Task<std::optional<Error>> Follower::look(Run& run, milliseconds patience) {
  auto looked = co_await result_before(parts_.clock.wait(patience), look_for_long(run));
  if (looked) co_return *std::move(looked);
  co_return Error{.kind = ErrorKind::timeout, .message = "There is no news of the run yet: try again."};
}

Task<std::optional<Error>> Follower::look_for_long(Run& run) {
  co_await record_.read_again(run);
  if (run.following == Following::elsewhere) co_return std::nullopt;
  Result<Run> now = co_await ask(run);
  if (!now) co_return now.error();
  note(run, *std::move(now));
  co_return std::nullopt;
}

Task<> Follower::refresh(std::vector<Run>& runs) {
  const SteadyTime end = parts_.clock.steady() + look_patience;
  std::size_t asked = 0;
  for (Run& run : runs) {
    if (!run.can_be_followed()) continue;
    const auto left = std::chrono::duration_cast<milliseconds>(end - parts_.clock.steady());
    if (++asked > refreshed_runs_limit || left.count() <= 0) co_return;
    const std::optional<Error> unreadable = co_await look(run, left);
    if (unreadable && unreadable->kind != ErrorKind::notFound) co_return;
  }
}

/// The run as the platform shows it. What that leaves out stays as it was.
Task<Result<Run>> Follower::ask(Run run) {
  const Result<platform::Run> seen = co_await parts_.api.run(run.component.component_id, run.run_id);
  if (!seen) co_return fail(seen.error());
  if (seen->status && !seen->status->empty()) run.status = *seen->status;
  if (seen->commit && !seen->commit->empty()) run.commit = *seen->commit;
  if (seen->url && http::may_open(*seen->url, parts_.ui_url)) run.run_url = *seen->url;
  if (std::string reason = platform::end_reason(*seen); !reason.empty()) run.reason = std::move(reason);
  if (seen->started_at) run.started_at = seen->started_at;
  if (seen->ended_at) run.ended_at = seen->ended_at;
  run.ended = run.ended || seen->ended;
  co_return run;
}

/// A token that unify-ls stored since, in whatever process.
Task<> Follower::wait_for_another_token() {
  const auto changes = [this] { return parts_.token_dates.changes(parts_.origin).value_or(0); };
  const SteadyTime deadline = parts_.clock.steady() + longest_following;
  const std::int64_t rejected = changes();
  while (changes() == rejected && parts_.clock.steady() < deadline) co_await parts_.clock.wait(journal_wait);
}

void Follower::note(Run& run, Run now) {
  const bool elsewhere = !run.commit.empty() && now.commit != run.commit;
  if (elsewhere && told_of_commit_.insert(run.id).second) parts_.audience.runs_elsewhere(now, run.commit);
  record_.change(run, std::move(now));
}

} // namespace unify_ls::runs
