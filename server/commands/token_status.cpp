#include "server/commands/token_status.h"

#include "server/base/text.h"
#include "server/base/time.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

/// Whole days until then, rounded down: less than a day left is 0, and ended is below.
long long days_until(WallTime end, WallTime now) {
  return std::chrono::floor<std::chrono::days>(end - now).count();
}

Task<> ask_whether_accepted(const Services& services, protocol::TokenStatus& status) {
  const auto checked = co_await services.api.check_token();
  if (checked) {
    status.accepted = true;
  } else if (checked.error().kind == ErrorKind::tokenRejected) {
    status.accepted = false;
  } else if (checked.error().kind == ErrorKind::forbidden) {
    status.acceptedReason = "It may not read; it may be good for starting runs all the same.";
  } else {
    status.acceptedReason = printable(checked.error().message);
  }
}

std::string expiry_part(const protocol::TokenStatus& status) {
  if (!status.expiresAt) return "";
  if (*status.daysLeft < 0) return fmt::format(" It ended on {}.", *status.expiresAt);
  return fmt::format(" It ends on {} ({} day{} left).", *status.expiresAt, *status.daysLeft,
                     *status.daysLeft == 1 ? "" : "s");
}

} // namespace

Task<Result<protocol::TokenStatus>> token_status(const Services& services, bool check) {
  protocol::TokenStatus status{.origin = services.origin()};
  const auto token = co_await services.vault.token(status.origin, credentials::Patience::person);
  if (!token && token.error().kind != ErrorKind::noToken) co_return fail(token.error());
  status.stored = token.has_value();
  const credentials::StoreReport report = co_await services.vault.report(credentials::Patience::person);
  status.store = report.store;
  if (!report.why.empty()) status.storeReason = report.why;

  const bool of_environment = report.store == "environment";
  const auto date = services.token_dates.find(status.origin);
  if (status.stored && !of_environment && date && *date) {
    status.savedAt = to_rfc3339((*date)->saved_at);
    if ((*date)->expires_at) {
      status.expiresAt = to_rfc3339(*(*date)->expires_at);
      status.daysLeft = days_until(*(*date)->expires_at, services.clock.now());
    }
  }
  if (check && status.stored) co_await ask_whether_accepted(services, status);
  co_return status;
}

std::string status_sentence(const protocol::TokenStatus& status) {
  if (!status.stored) return fmt::format("No token is stored for {}.", status.origin);
  std::string sentence =
      fmt::format("The token of {} is kept in {}.", status.origin, status.store) + expiry_part(status);
  if (status.accepted)
    sentence += *status.accepted ? " The platform accepts it." : " The platform rejects it: store a new one.";
  if (status.acceptedReason)
    sentence += fmt::format(" Whether the platform accepts it could not be told: {}", *status.acceptedReason);
  return sentence;
}

std::string note_saved(const Services& services, std::optional<WallTime> expires_at) {
  const auto saved = services.token_dates.save(services.origin(),
                                               {.saved_at = services.clock.now(), .expires_at = expires_at});
  return saved ? "" : fmt::format("The end date could not be kept: {}", printable(saved.error().message));
}

void warn_of_expiry(const Services& services) {
  const WallTime now = services.clock.now();
  const auto due = services.token_dates.warn_due(services.origin(), now);
  if (!due || !*due) return;
  const std::string when = relative_time(**due, now);
  services.client.show(protocol::MessageType::warning,
                       fmt::format("Your token for {} {} {}. Generate a new one in Unify and store it.",
                                   services.origin(), **due <= now ? "ended" : "ends", when));
}

} // namespace unify_ls::commands
