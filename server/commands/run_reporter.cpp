#include "server/commands/run_reporter.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"
#include "server/platform/run_status.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

std::string title_of(const runs::Run& run) {
  return printable(fmt::format("{} on {}", run.file, run.branch));
}

} // namespace

void RunReporter::changed(const runs::Run& run) {
  client_.run_changed({.folder = uri_of_path(run.folder), .run = to_wire(run)});
}

void RunReporter::runs_elsewhere(const runs::Run& run, std::string_view shown) {
  client_.show(protocol::MessageType::warning,
               printable(fmt::format("{} runs at commit {}, not at {} as was shown.", run.file,
                                     short_commit(run.commit), short_commit(std::string(shown)))));
}

void RunReporter::lost(const runs::Run& run) {
  client_.show(protocol::MessageType::warning,
               printable(fmt::format("The run of {} cannot be followed for now: {}", title_of(run),
                                     run.following_lost)));
}

void RunReporter::answered_late(const runs::Run& run) {
  const bool started = run.outcome == runs::RunOutcome::started;
  const std::string how = started                                    ? "was started after all"
                          : run.outcome == runs::RunOutcome::refused ? "was not started"
                                                                     : "may have been started";
  client_.show(started ? protocol::MessageType::info : protocol::MessageType::warning,
               printable(fmt::format("The run of {} {}. {}", run.file, how, run.run_url)));
}

void RunReporter::ended(const runs::Followed& followed) {
  const bool ended = followed.end == runs::FollowEnd::run_ended;
  if (ended && client_.shows_run_events()) return;
  const bool good = ended && platform::succeeded(followed.run.status);
  client_.show(good ? protocol::MessageType::info : protocol::MessageType::warning,
               runs::end_sentence(followed));
}

Task<std::unique_ptr<runs::Progress>> RunReporter::progress(const runs::Run& run,
                                                            std::optional<json::value> token,
                                                            std::function<void()> cancelled) {
  return client_.progress(title_of(run), std::move(token), std::move(cancelled));
}

} // namespace unify_ls::commands
