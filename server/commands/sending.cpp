#include "server/commands/sending.h"

#include "server/base/cancelled.h"
#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/wire.h"
#include "server/state/patience.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

using state::RunOutcome;

RunOutcome outcome_of(platform::TriggerOutcome::State state) {
  switch (state) {
  case platform::TriggerOutcome::State::started: return RunOutcome::started;
  case platform::TriggerOutcome::State::refused: return RunOutcome::refused;
  case platform::TriggerOutcome::State::unknown: return RunOutcome::unknown;
  }
  return RunOutcome::unknown;
}

/// A web address of the platform counts only when it may be opened.
std::string safe_url(const Services& services, const std::optional<std::string>& url) {
  return url && http::may_open(*url, services.ui_url) ? *url : "";
}

Error still_unknown(const Services& services) {
  return {.kind = ErrorKind::outcomeUnknown,
          .message = fmt::format(
              "The run was requested and the answer is still to come: look at the runs, or at {}.",
              services.ui_url.text())};
}

} // namespace

void Sending::begin(platform::TriggerRequest trigger, bool follow,
                    std::optional<json::value> progress_token) {
  task_ = services_.tasks.spawn("the trigger", send(std::move(trigger), follow, std::move(progress_token)));
}

Task<> Sending::send(platform::TriggerRequest trigger, bool follow,
                     std::optional<json::value> progress_token) {
  const auto self = shared_from_this();
  // However this ends, nobody waits for ever.
  const auto wake = [](Sending* sending) { sending->news_.cancel(); };
  const std::unique_ptr<Sending, decltype(wake)> woken(this, wake);

  platform::TriggerOutcome outcome;
  try {
    outcome = co_await services_.api.trigger(std::move(trigger), recall_);
  } catch (...) { // taken back by the person, or we are to end at once, or a bug
    outcome = cut_off(std::current_exception());
  }
  note(std::move(outcome));
  if (!awaited_) tell_late_outcome();
  if (follow && run_.outcome == RunOutcome::started && !run_.run_id.empty())
    services_.follower.follow(run_, std::move(progress_token));
}

/// What is known when sending was cut off before there was an answer.
platform::TriggerOutcome Sending::cut_off(const std::exception_ptr& failure) {
  const bool cancelled = is_cancellation(failure);
  if (!cancelled) services_.log.error("sending the run {} failed of a bug", run_.id);
  if (recall_->take_back())
    return {.state = platform::TriggerOutcome::State::refused,
            .error = Error{.kind = ErrorKind::network,
                           .message = cancelled ? "It was cancelled before it was sent."
                                                : "It could not be sent, because of a fault of unify-ls."}};
  return {.error = Error{.kind = ErrorKind::outcomeUnknown,
                         .message = cancelled ? "unify-ls ended before the platform answered."
                                              : "The answer was lost, because of a fault of unify-ls."}};
}

void Sending::note(platform::TriggerOutcome outcome) {
  outcome_ = std::move(outcome);
  run_.outcome = outcome_of(outcome_->state);
  run_.run_id = outcome_->run_id.value_or("");
  run_.run_url = safe_url(services_, outcome_->run_url);
  if (outcome_->error) run_.error = state::JournalError{outcome_->error->kind, outcome_->error->message};
  write_down();
  if (run_.error && run_.error->kind == ErrorKind::notFound) // it may be somewhere else by now
    (void)services_.components.forget_found(services_.origin(), run_.component.component_id);
  services_.client.run_changed({.folder = uri_of_path(run_.folder), .run = to_wire(run_)});
}

void Sending::write_down() {
  const state::SendingResult result{
      .outcome = run_.outcome, .run_id = run_.run_id, .run_url = run_.run_url, .error = run_.error};
  auto write = [&journal = services_.journal, id = run_.id, result] { return journal.finish(id, result); };
  settled_ = write().has_value() || !run_.written_down;
  if (settled_) return;
  services_.tasks.spawn("writing an outcome down",
                        state::write_until_done(services_.clock, services_.log,
                                                fmt::format("the outcome of run {}", run_.id),
                                                std::move(write)),
                        [self = shared_from_this()] {
                          self->settled_ = true;
                          self->news_.cancel();
                        });
}

/// For a person who stopped waiting.
void Sending::tell_late_outcome() {
  const bool started = run_.outcome == RunOutcome::started;
  const std::string how = started                               ? "was started after all"
                          : run_.outcome == RunOutcome::refused ? "was not started"
                                                                : "may have been started";
  services_.client.show(started ? protocol::MessageType::info : protocol::MessageType::warning,
                        printable(fmt::format("The run of {} {}. {}", run_.file, how, run_.run_url)));
}

Task<> Sending::wait_for_news() {
  boost::system::error_code cancelled; // that is the news, or the end of who waits
  co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

Task<Result<>> Sending::outcome() {
  const auto self = shared_from_this();
  if (!outcome_) co_await wait_for_news();
  if (!outcome_) {
    if (recall_->take_back()) {
      services_.tasks.cancel(task_);
      throw boost::system::system_error(asio::error::operation_aborted);
    }
    awaited_ = false;
    co_return fail(still_unknown(services_));
  }
  if (!settled_) {
    news_.expires_after(outcome_patience);
    co_await wait_for_news();
  }
  if (outcome_->error) co_return fail(*outcome_->error);
  co_return Result<>{};
}

} // namespace unify_ls::commands
