#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/doctor_checks.h"
#include "server/commands/token_end.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

using credentials::Patience;
using credentials::StoreCondition;
using credentials::StoreReport;
using protocol::DoctorCheck;

std::string another_store(const Client& client) {
  return fmt::format("Choose another store: {}", setting_name(client, "tokenStore", "--token-store"));
}

DoctorCheck check_store(const Client& client, const StoreReport& report) {
  if (report.store.empty())
    return failing(
        "store", {.kind = ErrorKind::secretStore, .message = report.why},
        fmt::format("Start a keyring, set up a safe credential helper of git, or ask for a plain file: {} "
                    "file",
                    setting_name(client, "tokenStore", "--token-store")));
  const std::string why = fmt::format("{}: {}", report.store, report.why);
  if (report.state.condition == StoreCondition::usable) return all_is_well("store", why);
  const std::string detail = fmt::format("{} {}.", why, report.state.detail);
  if (report.state.condition == StoreCondition::locked) return doubtful("store", detail, report.state.advice);
  return failing("store", {.kind = ErrorKind::secretStore, .message = detail},
                 report.state.advice.empty() ? another_store(client) : report.state.advice);
}

DoctorCheck check_end(const Client& client, const state::TokenDate& date, WallTime now) {
  if (!date.expires_at)
    return all_is_well("token", "Stored; its end is not known, so there is no warning before it.");
  const WallTime end = *date.expires_at;
  const long long left = days_left(end, now);
  const std::string detail = end <= now ? fmt::format("Stored; it ended on {}.", to_rfc3339(end))
                                        : fmt::format("Stored; it ends on {} ({} day{} left).",
                                                      to_rfc3339(end), left, left == 1 ? "" : "s");
  if (end <= now)
    return failing("token", {.kind = ErrorKind::noToken, .message = detail}, store_a_token(client));
  if (end - now <= state::expiry_warning_lead) return doubtful("token", detail, store_a_token(client));
  return all_is_well("token", detail);
}

DoctorCheck check_stored(const Services& services, bool of_environment) {
  const TokenUse& use = services.token;
  if (of_environment) return all_is_well("token", "UNIFY_TOKEN; when it ends is not known.");
  const auto date = use.dates.find(use.platform.origin());
  if (!date || !*date)
    return all_is_well("token", "Stored; its end is not known, so there is no warning before it.");
  return check_end(services.client, **date, use.clock.now());
}

Task<Result<StoreReport>> report_of(credentials::Vault& vault) {
  StoreReport report = co_await vault.report(Patience::background);
  co_return report;
}

} // namespace

Task<TokenReport> check_token_store(const Services& services) {
  const TokenUse& use = services.token;
  TokenReport report;
  const auto store = co_await within_limit(use.clock, report_of(use.vault));
  if (!store) {
    report.checks.push_back(failing("store", store.error(), another_store(services.client)));
    report.checks.push_back(left_out("token", "store"));
    co_return report;
  }
  report.checks.push_back(check_store(services.client, *store));
  if (store->store.empty()) {
    report.checks.push_back(left_out("token", "store"));
    co_return report;
  }
  const auto token =
      co_await within_limit(use.clock, use.vault.token(use.platform.origin(), Patience::background));
  report.readable = token.has_value();
  if (token)
    report.checks.push_back(check_stored(services, store->store == "environment"));
  else
    report.checks.push_back(failing("token", token.error(), store_a_token(services.client)));
  co_return report;
}

Task<DoctorCheck> check_acceptance(const Services& services) {
  const TokenUse& use = services.token;
  const auto checked = co_await within_limit(use.clock, services.background_api.check_token());
  if (checked)
    co_return all_is_well("accepted",
                          fmt::format("{} accepts the token.", use.platform.api_url.origin.place()));
  const Error& error = checked.error();
  if (error.kind == ErrorKind::tokenRejected)
    co_return failing("accepted", error, store_a_token(services.client));
  if (error.kind == ErrorKind::forbidden)
    co_return all_is_well("accepted", fmt::format("{} accepts the token for starting runs; it cannot read.",
                                                  use.platform.api_url.origin.place()));
  co_return failing("accepted", error,
                    error.retryable ? "Try again in a while" : check_api_url(services.client));
}

} // namespace unify_ls::commands
