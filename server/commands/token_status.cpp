#include "server/commands/token_status.h"

#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/token_end.h"
#include "server/state/patience.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

std::string expiry_part(const protocol::TokenStatus& status, WallTime now) {
  const std::optional<WallTime> end = status.expiresAt ? parse_time(*status.expiresAt) : std::nullopt;
  if (!end) return "";
  if (*end <= now) return fmt::format(" It ended on {}.", *status.expiresAt);
  const long long left = days_left(*end, now);
  return fmt::format(" It ends on {} ({}).", *status.expiresAt,
                     left == 0 ? "today" : fmt::format("{} day{} left", left, left == 1 ? "" : "s"));
}

std::string acceptance_part(const protocol::TokenStatus& status) {
  if (status.acceptedReason)
    return fmt::format(" Whether the platform accepts it could not be told: {}", *status.acceptedReason);
  if (!status.accepted) return status.mayRead == false ? " It may only start runs." : "";
  if (!*status.accepted) return " The platform rejects it: store a new one.";
  return status.mayRead == false ? " The platform accepts it for starting runs; it cannot read."
                                 : " The platform accepts it.";
}

} // namespace

Task<TokenCheck> check_token(platform::Api& api) {
  const auto checked = co_await api.check_token();
  if (checked) co_return TokenCheck{.accepted = true, .may_read = true};
  switch (checked.error().kind) {
  case ErrorKind::tokenRejected: co_return TokenCheck{.accepted = false, .trouble = checked.error()};
  // The platform knows it: the documented token is for starting runs and may not read anything.
  case ErrorKind::forbidden: co_return TokenCheck{.accepted = true, .may_read = false};
  default: co_return TokenCheck{.trouble = checked.error()};
  }
}

Task<Result<protocol::TokenStatus>> token_status(const TokenUse& use) {
  protocol::TokenStatus status{.origin = use.platform.origin()};
  const auto token = co_await use.vault.token(status.origin, use.patience);
  if (!token && token.error().kind != ErrorKind::noToken) co_return fail(token.error());
  status.stored = token.has_value();
  const credentials::StoreReport report = co_await use.vault.report(use.patience);
  status.store = report.store;
  if (!report.why.empty()) status.storeReason = report.why;

  const auto date = use.dates.find(status.origin);
  if (status.stored && !use.vault.is_of_environment() && date && *date) {
    status.savedAt = to_rfc3339((*date)->saved_at);
    if ((*date)->expires_at) {
      status.expiresAt = to_rfc3339(*(*date)->expires_at);
      status.daysLeft = days_left(*(*date)->expires_at, use.clock.now());
    }
  }
  if (status.stored) status.mayRead = co_await use.may_read();
  const bool rejected = co_await use.rights.rejected(use.patience);
  if (status.stored && rejected) status.accepted = false;
  co_return status;
}

void add_check(protocol::TokenStatus& status, const TokenCheck& check) {
  status.accepted = check.accepted;
  if (check.may_read) status.mayRead = check.may_read;
  if (!check.accepted && check.trouble) status.acceptedReason = printable(check.trouble->message);
}

std::string status_sentence(const protocol::TokenStatus& status, WallTime now) {
  if (!status.stored) return fmt::format("No token is stored for {}.", status.origin);
  return fmt::format("The token of {} is kept in {}.{}{}", status.origin, status.store,
                     expiry_part(status, now), acceptance_part(status));
}

Task<std::string> note_saved(const TokenUse& use, std::optional<WallTime> expires_at) {
  const state::TokenDate date{.saved_at = use.clock.now(), .expires_at = expires_at};
  const Result<> saved = co_await state::patiently(
      use.clock, state::write_patience, [&] { return use.dates.save(use.platform.origin(), date); });
  co_return saved ? "" : fmt::format("The end date could not be kept: {}", printable(saved.error().message));
}

void warn_of_expiry(const TokenUse& token, Client& client) {
  if (token.vault.is_of_environment()) return; // what is stored is not the one in use
  const WallTime now = token.clock.now();
  const auto due = token.dates.warn_due(token.platform.origin(), now);
  if (!due || !*due) return;
  const std::string when = relative_time(**due, now);
  client.show(protocol::MessageType::warning,
              fmt::format("Your token for {} {} {}. Generate a new one in Unify and store it.",
                          token.platform.origin(), **due <= now ? "ended" : "ends", when));
}

} // namespace unify_ls::commands
