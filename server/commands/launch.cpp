#include "server/commands/launch.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/follower.h"
#include "server/commands/names.h"
#include "server/commands/wire.h"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <memory>

namespace unify_ls::commands {
namespace {

using state::JournalRun;
using state::RunOutcome;

/// What the task that sends and the caller that waits for it share.
struct Sending {
  explicit Sending(const asio::any_io_executor& executor)
      : ended(executor, asio::steady_timer::time_point::max()) {}

  JournalRun run;
  std::shared_ptr<http::Recall> recall = std::make_shared<http::Recall>();
  std::optional<platform::TriggerOutcome> outcome{};
  asio::steady_timer ended;
  bool awaited = true; ///< the caller still waits
  bool follow = true;
  std::optional<json::value> progress_token{};
};

RunOutcome outcome_of(platform::TriggerOutcome::State state) {
  switch (state) {
  case platform::TriggerOutcome::State::started: return RunOutcome::started;
  case platform::TriggerOutcome::State::refused: return RunOutcome::refused;
  case platform::TriggerOutcome::State::unknown: return RunOutcome::unknown;
  }
  return RunOutcome::unknown;
}

/// A web address of the platform counts only when it may be opened; else it is as good as none.
std::string safe_url(const Services& services, const std::optional<std::string>& url) {
  return url && http::may_open(*url, services.ui_url) ? *url : "";
}

void note_outcome(const Services& services, JournalRun& run, const platform::TriggerOutcome& outcome) {
  state::SendingResult result{.outcome = outcome_of(outcome.state),
                              .run_id = outcome.run_id.value_or(""),
                              .run_url = safe_url(services, outcome.run_url)};
  if (outcome.error) result.error = state::JournalError{outcome.error->kind, outcome.error->message};
  run.outcome = result.outcome;
  run.run_id = result.run_id;
  run.run_url = result.run_url;
  run.error = result.error;
  if (const auto written = services.journal.finish(run.id, result); !written)
    services.log.warn("the outcome of run {} was not written down: {}", run.id, written.error().message);
  if (run.error && run.error->kind == ErrorKind::notFound) // it may be somewhere else by now
    (void)services.found_components.forget(services.origin(), run.component.component_id);
  services.client.run_changed({.folder = uri_of_path(run.folder), .run = to_wire(run)});
}

/// For a person who stopped waiting.
void tell_late_outcome(const Services& services, const Sending& sending) {
  const bool started = sending.run.outcome == RunOutcome::started;
  const std::string how = started                                      ? "was started after all"
                          : sending.run.outcome == RunOutcome::refused ? "was not started"
                                                                       : "may have been started";
  services.client.show(
      started ? protocol::MessageType::info : protocol::MessageType::warning,
      printable(fmt::format("The run of {} {}. {}", sending.run.file, how, sending.run.run_url)));
}

/// What is known when sending was cut off before there was an answer.
platform::TriggerOutcome cut_off(http::Recall& recall) {
  if (recall.take_back())
    return {.state = platform::TriggerOutcome::State::refused,
            .error = Error{.kind = ErrorKind::network, .message = "It was cancelled before it was sent."}};
  return {.error = Error{.kind = ErrorKind::outcomeUnknown,
                         .message = "unify-ls ended before the platform answered."}};
}

Task<> send(const Services& services, platform::TriggerRequest trigger, std::shared_ptr<Sending> sending) {
  platform::TriggerOutcome outcome;
  try {
    outcome = co_await services.api.trigger(std::move(trigger), sending->recall);
  } catch (const boost::system::system_error&) { // taken back by the person, or we are to end at once
    outcome = cut_off(*sending->recall);
  }
  note_outcome(services, sending->run, outcome);
  sending->outcome = std::move(outcome);
  sending->ended.cancel();
  if (!sending->awaited) tell_late_outcome(services, *sending);
  if (sending->follow && sending->run.outcome == RunOutcome::started && !sending->run.run_id.empty())
    services.follower.follow(sending->run, std::move(sending->progress_token));
}

/// Writes the run down. A journal that cannot be written does not stop it: that was said in the confirmation.
Result<> write_down(const Services& services, const RunPlan& plan, const JournalRun& run) {
  const auto check = plan.may_repeat ? state::DuplicateCheck::force : state::DuplicateCheck::refuse_same;
  const auto begun = services.journal.begin(run, check);
  if (!begun) {
    services.log.warn("the run is not written down: {}", begun.error().message);
    return {};
  }
  switch (begun->kind) {
  case state::BeginResult::Kind::begun: return {};
  case state::BeginResult::Kind::duplicate:
    return fail(ErrorKind::duplicate,
                "The same run was requested moments ago: give `force` to start it again.");
  case state::BeginResult::Kind::confirmation_used: {
    Error error{.kind = ErrorKind::needsInput,
                .message = "This confirmation has been used already: confirm again."};
    error.missing = {"confirmed"};
    return fail(std::move(error));
  }
  }
  return {};
}

protocol::RunStarted result_of(const RunRequest& request, const platform::RequestPreview& preview) {
  protocol::RunStarted result{.outcome = "dryRun"};
  result.component = to_wire(request.component);
  result.branch = request.branch;
  result.commit = request.commit;
  result.file = request.file;
  result.inputs = to_wire(request.inputs);
  result.request = to_wire(preview);
  return result;
}

Error still_unknown(const Services& services) {
  return {.kind = ErrorKind::outcomeUnknown,
          .message = fmt::format(
              "The run was requested and the answer is still to come: look at the runs, or at {}.",
              services.ui_url.text())};
}

/// Waits for the outcome. A cancel takes back what has not left yet, and then throws as usual; else it is
/// answered with what is known, while the transfer goes on.
Task<Result<>> wait_for(const Services& services, std::shared_ptr<Sending> sending, TaskGroup::Id task) {
  boost::system::error_code ended_or_cancelled;
  if (!sending->outcome)
    co_await sending->ended.async_wait(asio::redirect_error(asio::use_awaitable, ended_or_cancelled));
  if (!sending->outcome) {
    if (sending->recall->take_back()) {
      services.tasks.cancel(task);
      throw boost::system::system_error(asio::error::operation_aborted);
    }
    sending->awaited = false;
    co_return fail(still_unknown(services));
  }
  if (sending->outcome->error) co_return fail(*sending->outcome->error);
  co_return Result<>{};
}

std::string gist_of(const Services& services, const JournalRun& run) {
  if (!run.run_url.empty()) return fmt::format("Started {}: {}", run.file, run.run_url);
  return fmt::format(
      "Started {}. The platform gave no address for the run: open the component's Runs page in {}.", run.file,
      services.ui_url.text());
}

} // namespace

Task<Result<Outcome>> launch(const Services& services, RunPlan plan, bool dry_run,
                             std::optional<json::value> progress_token) {
  const RunRequest& request = *plan.ready;
  platform::TriggerRequest trigger = to_trigger(request);
  const auto preview = services.api.trigger_request_preview(trigger);
  if (!preview) co_return fail(preview.error());
  protocol::RunStarted result = result_of(request, *preview);
  if (dry_run)
    co_return Outcome{.value = protocol::write(result),
                      .gist = fmt::format("Nothing was sent: {} would start.", request.file)};

  // A missing token is a reason not to begin, so it is looked for while the person still waits.
  const auto token = co_await services.vault.token(services.origin(), credentials::Patience::person);
  if (!token) co_return fail(token.error());

  // The last moment in which a cancel leaves no trace of the run.
  const asio::cancellation_state cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);

  auto sending = std::make_shared<Sending>(services.loop.get_executor());
  sending->run = to_journal(request, services.clock.now());
  sending->run.confirmation = plan.confirmation;
  sending->follow = plan.follow;
  sending->progress_token = std::move(progress_token);
  if (const Result<> written = write_down(services, plan, sending->run); !written)
    co_return fail(written.error());
  if (plan.confirmation)
    (void)services.choices.mark_confirmed({.folder = request.folder, .origin = request.origin},
                                          request.component.component_id);

  const TaskGroup::Id task = services.tasks.spawn("the trigger", send(services, std::move(trigger), sending));
  const Result<> ended = co_await wait_for(services, sending, task);
  if (!ended) co_return fail(ended.error());

  result.outcome = "started";
  result.id = sending->run.id;
  result.runId = if_known(sending->run.run_id);
  result.runUrl = if_known(sending->run.run_url);
  co_return Outcome{.value = protocol::write(result), .gist = gist_of(services, sending->run)};
}

} // namespace unify_ls::commands
