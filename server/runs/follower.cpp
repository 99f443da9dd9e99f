#include "server/runs/follower.h"

#include "server/base/together.h"
#include "server/platform/failures.h"
#include "server/platform/run_status.h"
#include "server/state/patience.h"

#include <fmt/format.h>

#include <random>

namespace unify_ls::runs {
namespace {

using state::Following;
using state::JournalRun;
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

std::string state_sentence(const JournalRun& run, seconds since) {
  if (run.following == Following::lost) return run.following_lost;
  const std::string state = run.status.empty() ? "requested" : platform::word_for(run.status);
  return fmt::format("{} ({}:{:02})", state, since.count() / 60, since.count() % 60);
}

state::RunProgress progress_of(const http::BaseUrl& ui_url, const platform::Run& seen) {
  return {.status = seen.status.value_or(""),
          .reason = platform::end_reason(seen),
          .commit = seen.commit.value_or(""),
          .run_url = seen.url && http::may_open(*seen.url, ui_url) ? *seen.url : "",
          .started_at = seen.started_at,
          .ended_at = seen.ended_at,
          .ended = seen.ended};
}

/// What a person would see change.
bool looks_the_same(const JournalRun& one, const JournalRun& other) {
  return one.status == other.status && one.ended == other.ended && one.run_url == other.run_url &&
         one.following == other.following && one.following_lost == other.following_lost;
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
  HeldLease(const FollowerParts& parts, std::string id) : parts_(parts), id_(std::move(id)) {}

  HeldLease(const HeldLease&) = delete;
  HeldLease& operator=(const HeldLease&) = delete;

  ~HeldLease() {
    if (!held_) return;
    const auto release = [&leases = parts_.leases, id = id_] { return leases.release(id); };
    if (const Result<> released = release(); released || !released.error().retryable) return;
    spawn_release(release);
  }

  /// Whether it is ours. Without a state file it is: nobody else can know of the run.
  Task<bool> take() {
    const Result<bool> taken = co_await state::patiently(parts_.clock, state::read_patience,
                                                         [this] { return parts_.leases.take(id_); });
    held_ = taken.value_or(true);
    co_return held_;
  }

 private:
  void spawn_release(std::function<Result<>()> release) {
    parts_.tasks.spawn("giving a lease back",
                       state::write_until_done(parts_.clock, parts_.log,
                                               fmt::format("that run {} is free", id_), std::move(release)));
  }

  const FollowerParts& parts_;
  std::string id_;
  bool held_ = false;
};

void Follower::follow(JournalRun run, std::optional<boost::json::value> progress_token) {
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
  if (const auto released = parts_.leases.release(id); !released)
    parts_.log.warn("run {} is not given free yet: {}", id, released.error().message);
  if (const auto written = parts_.journal.find(id); written && *written) audience_.changed(**written);
  return true;
}

void Follower::take_up(std::string_view folder) {
  const auto open = parts_.leases.unfollowed(folder, parts_.origin, parts_.clock.now() - longest_following);
  if (!open) return;
  for (const JournalRun& run : *open)
    // Others that start at the same moment look at the same list.
    if (const auto taken = parts_.leases.take(run.id); taken && *taken) follow(run);
}

Task<> Follower::follow_with_progress(JournalRun run, std::optional<boost::json::value> progress_token) {
  const std::string id = run.id;
  std::unique_ptr<Progress> progress =
      co_await audience_.progress(run, std::move(progress_token), [this, id] { unfollow(id); });
  const Followed followed = co_await watch(std::move(run), progress.get(), WhenLost::wait);
  progress.reset(); // first: some editors wipe their line when a progress ends, and the message with it
  audience_.ended(followed);
}

Task<Followed> Follower::watch(JournalRun run, Progress* progress, WhenLost when_lost) {
  if (run.run_id.empty())
    co_return Followed{std::move(run), FollowEnd::unreadable,
                       Error{.kind = ErrorKind::notFound, .message = "the platform gave no id for it."}};
  const SteadyTime start = parts_.clock.steady();
  const auto followed_for = [&] {
    return std::chrono::duration_cast<seconds>(parts_.clock.steady() - start);
  };
  HeldLease lease(parts_, run.id);
  std::optional<Error> last;
  int failures = 0;
  while (!run.ended) {
    if (followed_for() > longest_following || (when_lost == WhenLost::end && failures >= failures_limit))
      co_return Followed{std::move(run), FollowEnd::given_up, last};
    const bool leads = co_await lease.take();
    if (leads) {
      if (run.following != Following::lost) co_await note_following(run, Following::here);
      co_await parts_.clock.wait(jittered(wait_after(followed_for())));
      const Result<platform::Run> seen = co_await ask(run);
      last = seen ? std::nullopt : std::optional(seen.error());
      if (seen && run.following == Following::lost) co_await note_following(run, Following::here);
      if (seen) note(run, *seen);
    } else {
      co_await parts_.clock.wait(journal_wait);
      co_await read_journal(run);
    }
    if (!leads) last.reset();
    failures = last ? failures + 1 : 0;
    if (progress != nullptr)
      progress->report(last ? "the platform cannot be reached, trying again"
                            : state_sentence(run, followed_for()));
    if (!last) continue;
    const bool about_token = is_about_the_token(*last);
    if (last->kind == ErrorKind::notFound || (about_token && when_lost == WhenLost::end))
      co_return Followed{std::move(run), FollowEnd::unreadable, last};
    if ((about_token || failures >= failures_until_lost) && run.following != Following::lost) {
      co_await note_following(run, Following::lost, last->message);
      if (when_lost == WhenLost::wait) audience_.lost(run);
    }
    if (about_token) co_await wait_for_another_token();
  }
  co_return Followed{std::move(run), FollowEnd::run_ended, std::nullopt};
}

Task<std::optional<Error>> Follower::look(JournalRun& run, milliseconds patience) {
  auto looked = co_await result_before(parts_.clock.wait(patience), look_for_long(run));
  if (looked) co_return *std::move(looked);
  co_return Error{.kind = ErrorKind::timeout, .message = "There is no news of the run yet: try again."};
}

Task<std::optional<Error>> Follower::look_for_long(JournalRun& run) {
  co_await read_journal(run);
  if (run.following == Following::elsewhere) co_return std::nullopt;
  const Result<platform::Run> seen = co_await ask(run);
  if (!seen) co_return seen.error();
  note(run, *seen);
  co_return std::nullopt;
}

Task<> Follower::refresh(std::vector<JournalRun>& runs) {
  const SteadyTime end = parts_.clock.steady() + look_patience;
  std::size_t asked = 0;
  for (JournalRun& run : runs) {
    if (run.outcome != state::RunOutcome::started || run.ended || run.run_id.empty()) continue;
    const auto left = std::chrono::duration_cast<milliseconds>(end - parts_.clock.steady());
    if (++asked > refreshed_runs_limit || left.count() <= 0) co_return;
    const std::optional<Error> unreadable = co_await look(run, left);
    if (unreadable && unreadable->kind != ErrorKind::notFound) co_return;
  }
}

Task<Result<platform::Run>> Follower::ask(const JournalRun& run) {
  return parts_.api.run(run.component.component_id, run.run_id);
}

/// What cannot be read stays as it was.
Task<> Follower::read_journal(JournalRun& run) {
  const auto written = co_await state::patiently(parts_.clock, state::read_patience,
                                                 [&] { return parts_.journal.find(run.id); });
  if (!written || !*written) co_return;
  const bool same = looks_the_same(run, **written);
  run = **written;
  if (!same) audience_.changed(run);
}

/// A token that unify-ls stored since, in whatever process.
Task<> Follower::wait_for_another_token() {
  const auto changes = [this] { return parts_.token_dates.changes(parts_.origin).value_or(0); };
  const SteadyTime deadline = parts_.clock.steady() + longest_following;
  const std::int64_t rejected = changes();
  while (changes() == rejected && parts_.clock.steady() < deadline) co_await parts_.clock.wait(journal_wait);
}

void Follower::note(JournalRun& run, const platform::Run& seen) {
  const state::RunProgress progress = progress_of(parts_.ui_url, seen);
  const bool changed =
      (!progress.status.empty() && progress.status != run.status) || progress.ended != run.ended;
  if (!progress.commit.empty() && !run.commit.empty() && progress.commit != run.commit) {
    const std::string shown = std::exchange(run.commit, progress.commit);
    if (told_of_commit_.insert(run.id).second) audience_.runs_elsewhere(run, shown);
  }
  if (!progress.status.empty()) run.status = progress.status;
  if (!progress.commit.empty()) run.commit = progress.commit;
  if (!progress.run_url.empty()) run.run_url = progress.run_url;
  if (!progress.reason.empty()) run.reason = progress.reason;
  if (progress.started_at) run.started_at = progress.started_at;
  if (progress.ended_at) run.ended_at = progress.ended_at;
  run.ended = run.ended || progress.ended;
  if (run.ended) run.following = Following::off;
  if (changed || unwritten_.contains(run.id)) write_down(run, progress);
  if (changed) audience_.changed(run);
}

/// What cannot be written now is written with the next news; the end, after which there are none, until it is
/// done.
void Follower::write_down(const JournalRun& run, const state::RunProgress& progress) {
  if (!run.written_down) return;
  auto write = [&journal = parts_.journal, id = run.id, progress] { return journal.update(id, progress); };
  unwritten_.erase(run.id);
  if (write()) return;
  if (!run.ended) {
    unwritten_.insert(run.id);
    return;
  }
  parts_.tasks.spawn("writing a run's end down",
                     state::write_until_done(parts_.clock, parts_.log,
                                             fmt::format("the end of run {}", run.id), std::move(write)));
}

/// Everybody sees that following was lost, and why; that it goes on, too.
Task<> Follower::note_following(JournalRun& run, Following following, std::string lost) {
  if (run.following == following) co_return;
  run.following = following;
  if (run.following_lost != lost) {
    run.following_lost = std::move(lost);
    const Result<> written = co_await state::patiently(parts_.clock, state::write_patience, [&] {
      return parts_.leases.mark_lost(run.id, run.following_lost);
    });
    if (!written)
      parts_.log.warn("who follows run {} was not written down: {}", run.id, written.error().message);
  }
  audience_.changed(run);
}

} // namespace unify_ls::runs
