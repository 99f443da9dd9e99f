#include "server/commands/follower.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/place.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"
#include "server/platform/failures.h"
#include "server/platform/run_status.h"
#include "server/state/patience.h"

#include <fmt/format.h>

#include <random>

namespace unify_ls::commands {
namespace {

using state::JournalRun;
using std::chrono::milliseconds;
using std::chrono::seconds;

milliseconds jittered(seconds wait) {
  static std::minstd_rand random{std::random_device{}()};
  return milliseconds(wait) * std::uniform_int_distribution<>(95, 105)(random) / 100;
}

bool may_pass(const Error& error) {
  switch (error.kind) {
  case ErrorKind::tokenRejected:
  case ErrorKind::noToken:
  case ErrorKind::forbidden:
  case ErrorKind::notFound: return false;
  default: return true;
  }
}

std::string state_sentence(const JournalRun& run, seconds since) {
  const std::string state = run.status.empty() ? "requested" : platform::word_for(run.status);
  return fmt::format("{} ({}:{:02})", state, since.count() / 60, since.count() % 60);
}

state::RunProgress progress_of(const Services& services, const platform::Run& seen) {
  return {.status = seen.status.value_or(""),
          .reason = platform::end_reason(seen),
          .commit = seen.commit.value_or(""),
          .run_url = seen.url && http::may_open(*seen.url, services.ui_url) ? *seen.url : "",
          .started_at = seen.started_at,
          .ended_at = seen.ended_at,
          .ended = seen.ended};
}

} // namespace

seconds wait_after(seconds since) {
  if (since < first_wait / 2) return first_wait; // half, because that wait may have been a little shorter
  if (since < early_time) return early_wait;
  return since < later_time ? later_wait : late_wait;
}

std::string end_sentence(const Followed& followed) {
  const JournalRun& run = followed.run;
  const std::string what = fmt::format("{} on {}", run.file, run.branch);
  const std::string where = run.run_url.empty() ? "" : " " + run.run_url;
  switch (followed.end) {
  case FollowEnd::run_ended:
    return fmt::format("{}: {}{}{}", printable(run.status), what,
                       run.reason.empty() ? "." : ": " + run.reason, where);
  case FollowEnd::unreadable:
  case FollowEnd::given_up: break;
  }
  return fmt::format("The run of {} cannot be followed here: {}{}", what,
                     followed.error ? followed.error->message : "it took too long.", where);
}

void Follower::follow(JournalRun run, std::optional<json::value> progress_token) {
  if (followed_.contains(run.id)) return;
  const std::string id = run.id;
  followed_[id] = services_.tasks.spawn("following a run",
                                        follow_with_progress(std::move(run), std::move(progress_token)),
                                        [this, id] { followed_.erase(id); });
}

bool Follower::unfollow(const std::string& id) {
  const auto found = followed_.find(id);
  if (found == followed_.end()) return false;
  services_.tasks.cancel(found->second);
  (void)services_.leases.release(id);
  return true;
}

Task<> Follower::follow_with_progress(JournalRun run, std::optional<json::value> progress_token) {
  const std::string id = run.id;
  const std::string title = printable(fmt::format("{} on {}", run.file, run.branch));
  std::unique_ptr<Progress> progress =
      co_await services_.client.progress(title, std::move(progress_token), [this, id] { unfollow(id); });
  const Followed followed = co_await watch(std::move(run), progress.get());
  (void)co_await state::patiently(services_.clock, state::write_patience,
                                  [&] { return services_.leases.release(id); });
  progress.reset(); // first: some editors wipe their line when a progress ends, and the message with it
  tell_end(followed);
}

Task<Followed> Follower::watch(JournalRun run, Progress* progress) {
  const SteadyTime start = services_.clock.steady();
  int failures = 0;
  if (run.run_id.empty()) {
    co_return Followed{std::move(run), FollowEnd::unreadable,
                       Error{.kind = ErrorKind::notFound, .message = "the platform gave no id for it."}};
  }
  std::optional<Error> last;
  while (!run.ended) {
    const auto since = std::chrono::duration_cast<seconds>(services_.clock.steady() - start);
    if (since > longest_following || failures >= failures_limit)
      co_return Followed{std::move(run), FollowEnd::given_up, last};
    co_await services_.clock.wait(jittered(wait_after(since)));
    last = co_await look(run);
    if (last && !may_pass(*last)) co_return Followed{std::move(run), FollowEnd::unreadable, last};
    failures = last ? failures + 1 : 0;
    if (progress != nullptr) {
      const auto now = std::chrono::duration_cast<seconds>(services_.clock.steady() - start);
      progress->report(last ? "the platform cannot be reached, trying again" : state_sentence(run, now));
    }
  }
  co_return Followed{std::move(run), FollowEnd::run_ended, std::nullopt};
}

Task<std::optional<Error>> Follower::look(JournalRun& run) {
  const auto ours = co_await state::patiently(services_.clock, state::write_patience, [&] {
    return services_.leases.take(run.id, services_.clock.now());
  });
  if (ours && !*ours) {
    const auto written = services_.journal.find(run.id);
    if (written && *written) run = **written;
    co_return std::nullopt;
  }
  const auto seen = co_await services_.background_api.run(run.component.component_id, run.run_id);
  if (!seen) co_return seen.error();
  note(run, *seen);
  co_return std::nullopt;
}

void Follower::note(JournalRun& run, const platform::Run& seen) {
  const state::RunProgress progress = progress_of(services_, seen);
  const bool changed =
      (!progress.status.empty() && progress.status != run.status) || progress.ended != run.ended;
  const bool other_commit = !progress.commit.empty() && !run.commit.empty() && progress.commit != run.commit;
  if (other_commit && told_of_commit_.insert(run.id).second)
    services_.client.show(protocol::MessageType::warning,
                          printable(fmt::format("{} runs at commit {}, not at {} as was shown.", run.file,
                                                short_commit(progress.commit), short_commit(run.commit))));
  if (!progress.status.empty()) run.status = progress.status;
  if (!progress.commit.empty()) run.commit = progress.commit;
  if (!progress.run_url.empty()) run.run_url = progress.run_url;
  if (!progress.reason.empty()) run.reason = progress.reason;
  if (progress.started_at) run.started_at = progress.started_at;
  if (progress.ended_at) run.ended_at = progress.ended_at;
  run.ended = run.ended || progress.ended;
  if (changed || unwritten_.contains(run.id)) write_down(run, progress);
  if (!changed) return;
  services_.client.run_changed({.folder = uri_of_path(run.folder), .run = to_wire(run)});
}

/// What cannot be written now is written with the next news; the end, after which there are none, until it is
/// done.
void Follower::write_down(const JournalRun& run, const state::RunProgress& progress) {
  if (!run.written_down) return;
  auto write = [&journal = services_.journal, id = run.id, progress] { return journal.update(id, progress); };
  unwritten_.erase(run.id);
  if (write()) return;
  if (!run.ended) {
    unwritten_.insert(run.id);
    return;
  }
  services_.tasks.spawn("writing a run's end down",
                        state::write_until_done(services_.clock, services_.log,
                                                fmt::format("the end of run {}", run.id), std::move(write)));
}

void Follower::tell_end(const Followed& followed) {
  if (followed.end == FollowEnd::run_ended && services_.client.shows_run_events()) return;
  const bool good = followed.end == FollowEnd::run_ended && platform::succeeded(followed.run.status);
  services_.client.show(good ? protocol::MessageType::info : protocol::MessageType::warning,
                        printable(end_sentence(followed)));
}

Task<> Follower::take_up(std::string folder) {
  const auto repository = co_await services_.repositories.find(folder);
  if (!repository) co_return;
  const settings::Settings settings =
      co_await services_.settings.read(std::move(folder), repository->place());
  if (!settings.folder.follow.value) co_return;
  const WallTime now = services_.clock.now();
  const auto open = co_await state::patiently(services_.clock, state::write_patience, [&] {
    return services_.leases.unfollowed(repository->place(), services_.origin(), now - longest_following, now);
  });
  if (!open) co_return;
  for (const JournalRun& run : *open) {
    const auto taken = co_await state::patiently(services_.clock, state::write_patience,
                                                 [&] { return services_.leases.take(run.id, now); });
    if (taken && *taken) follow(run);
  }
}

} // namespace unify_ls::commands
