#include "server/runs/sending.h"

#include "server/base/cancelled.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

namespace unify_ls::runs {
namespace {

RunOutcome outcome_of(platform::TriggerOutcome::State state) {
  switch (state) {
  case platform::TriggerOutcome::State::started: return RunOutcome::started;
  case platform::TriggerOutcome::State::refused: return RunOutcome::refused;
  case platform::TriggerOutcome::State::unknown: return RunOutcome::unknown;
  }
  return RunOutcome::unknown;
}

Error still_unknown(const http::BaseUrl& ui_url) {
  return {.kind = ErrorKind::outcomeUnknown,
          .message = fmt::format(
              "The run was requested and the answer is still to come: look at the runs, or at {}.",
              ui_url.text())};
}

} // namespace

void Sending::begin(platform::Api& api, platform::TriggerRequest trigger, bool follow,
                    std::optional<boost::json::value> progress_token) {
  task_ = parts_.tasks.spawn("the trigger", send(api, std::move(trigger), follow, std::move(progress_token)));
}

Task<> Sending::send(platform::Api& api, platform::TriggerRequest trigger, bool follow,
                     std::optional<boost::json::value> progress_token) {
  const auto self = shared_from_this();
  // Wakes outcome() however this ends.
  const auto wake = [](Sending* sending) { sending->news_.cancel(); };
  const std::unique_ptr<Sending, decltype(wake)> woken(this, wake);

  platform::TriggerOutcome outcome;
  try {
    outcome = co_await api.trigger(std::move(trigger), recall_);
  } catch (...) { // taken back by the person, or we are to end at once, or a bug
    outcome = cut_off(std::current_exception());
  }
  note(std::move(outcome));
  if (!awaited_) parts_.audience.answered_late(run_);
  if (follow && run_.can_be_followed()) follower_.follow(run_, std::move(progress_token));
}

/// What is known when sending was cut off before there was an answer.
platform::TriggerOutcome Sending::cut_off(const std::exception_ptr& failure) {
  const bool cancelled = is_cancellation(failure);
  if (!cancelled) parts_.log.error("sending run {} failed because of a bug", run_.id);
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
  outcome_ = outcome.error ? Result<>(fail(*outcome.error)) : Result<>();
  Run now = run_;
  now.outcome = outcome_of(outcome.state);
  now.run_id = outcome.run_id.value_or("");
  if (outcome.run_url && http::may_open(*outcome.run_url, parts_.ui_url)) now.run_url = *outcome.run_url;
  now.error = std::move(outcome.error);
  record_.change(run_, std::move(now), [self = shared_from_this()] {
    self->settled_ = true;
    self->news_.cancel();
  });
  if (run_.error && run_.error->kind == ErrorKind::notFound) // it may be somewhere else by now
    (void)parts_.components.forget_found(parts_.origin, run_.component.component_id);
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
      parts_.tasks.cancel(task_);
      throw boost::system::system_error(asio::error::operation_aborted);
    }
    awaited_ = false;
    co_return fail(still_unknown(parts_.ui_url));
  }
  if (!settled_) {
    news_.expires_after(outcome_patience);
    co_await wait_for_news();
  }
  co_return *outcome_;
}

} // namespace unify_ls::runs
