#include "server/commands/commands.h"
#include "server/commands/token_status.h"
#include "server/state/patience.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

constexpr std::string_view where_to_generate = "User profile > Personal access tokens > Generate token";

Task<Result<Outcome>> status(const TokenUse& token, protocol::TokenStatusArgs args) {
  auto status = co_await token_status(token);
  if (!status) co_return fail(status.error());
  if (status->stored && args.check.value_or(false)) {
    const TokenCheck check = co_await check_token(token.platform.api);
    add_check(*status, check);
  }
  co_return Outcome{.value = *status, .gist = status_sentence(*status, token.clock.now())};
}

Task<Result<Outcome>> erase(const Services& services) {
  const auto erased = co_await services.token.vault.erase(services.token.patience);
  if (!erased) co_return fail(erased.error());
  (void)co_await state::patiently(services.clock, state::write_patience,
                                  [&] { return services.token.dates.forget(services.platform.origin()); });
  const std::string sentence =
      *erased
          ? fmt::format("The token of {} was deleted here. It lives on in Unify until you delete it there: "
                        "User profile > Personal access tokens.",
                        services.platform.origin())
          : fmt::format("No token was stored for {}.", services.platform.origin());
  services.client.show(protocol::MessageType::info, sentence);
  protocol::TokenDeleted result{.origin = services.platform.origin(), .deleted = *erased};
  co_return Outcome{.value = result, .gist = sentence, .shown = true};
}

Task<Result<Outcome>> create(const Services& services) {
  protocol::Opened result{.url = services.platform.ui_url.text()};
  result.opened = co_await services.client.open(result.url);
  const std::string sentence = fmt::format(
      "Generate a token in {}: {}. Copy it and the curl command that Unify shows with it, and store one of "
      "them here.",
      result.url, where_to_generate);
  services.client.show(protocol::MessageType::info, sentence);
  co_return Outcome{.value = result, .gist = sentence, .shown = true};
}

} // namespace

Task<Result<Planned>> plan_token_status(const Services& services, const protocol::TokenStatusArgs& args,
                                        const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services, args] { return status(services.token, args); }};
}

Task<Result<Planned>> plan_token_delete(const Services& services, const protocol::NoArgs& /*args*/,
                                        const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services] { return erase(services); }};
}

Task<Result<Planned>> plan_token_create(const Services& services, const protocol::NoArgs& /*args*/,
                                        const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services] { return create(services); }};
}

} // namespace unify_ls::commands
