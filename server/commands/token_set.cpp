#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/commands.h"
#include "server/commands/token_end.h"
#include "server/commands/token_status.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

using protocol::FormEntry;
using protocol::FormField;

constexpr std::string_view on_a_date = "date";
constexpr std::string_view unknown_end = "unknown";

FormField expires_question() {
  FormField field{.id = "expires",
                  .description = "For how long was the token generated? Unify's default is 7 days.",
                  .type = {.kind = "enum", .entries = std::vector<FormEntry>{}},
                  .required = true};
  for (const int days : {7, 30, 60, 90})
    field.type.entries->push_back({fmt::format("{}", days), fmt::format("{} days", days)});
  field.type.entries->push_back({std::string(on_a_date), "Until a date…"});
  field.type.entries->push_back({std::string(unknown_end), "I do not know (no warning before it ends)"});
  field.default_ = json::value("7");
  return field;
}

FormField date_question() {
  return {.id = "expiresOn",
          .description = "The day it ends, such as 2027-01-31 (00:00 UTC)",
          .type = {.kind = "string"},
          .required = true};
}

/// The client adds these to its own server command, which then reads the token from its stdin.
std::vector<std::string> secret_args(const Services& services, const TokenEnd& end) {
  std::vector<std::string> args{"token", "set", "--stdin", "--api-url", services.platform.api_url.text()};
  if (end.at) args.insert(args.end(), {"--expires", to_rfc3339(*end.at)});
  const settings::MachineSettings& machine = services.machine;
  if (machine.token_store.is_set()) args.insert(args.end(), {"--token-store", machine.token_store.value});
  if (machine.ca_file.is_set()) args.insert(args.end(), {"--ca-file", machine.ca_file.value});
  if (machine.proxy.is_set() && !settings::carries_password(machine.proxy.value))
    args.insert(args.end(), {"--proxy", machine.proxy.value});
  return args;
}

FormField token_question(const Services& services, const TokenEnd& end) {
  return {.id = "token",
          .description = fmt::format("Personal access token for {}, or Unify's curl command",
                                     services.platform.origin()),
          .type = {.kind = "secret", .args = secret_args(services, end)},
          .required = true};
}

std::string text_of(const json::value& answer) {
  return answer.is_string() ? std::string(answer.get_string()) : protocol::to_text(answer);
}

/// What an entry of the list, or days that were typed, mean; nothing where the date is asked next.
Result<std::optional<TokenEnd>> end_of_choice(const std::string& chosen, WallTime now) {
  if (chosen == on_a_date) return std::nullopt;
  if (chosen == unknown_end) return TokenEnd{};
  Result<TokenEnd> end = token_end_from_text(chosen, now);
  if (!end) return fail(std::move(end.error()));
  return *end;
}

/// When the token ends: from the arguments, else from answers; asks otherwise. Nothing while a question is
/// open.
Result<std::optional<TokenEnd>> settle_end(WallTime now, const protocol::TokenSetArgs& args, Form& form) {
  if (args.days || args.expires) {
    const Result<TokenEnd> end = token_end(args.days, args.expires, now);
    if (!end) return fail(end.error());
    return *end;
  }
  std::optional<Result<std::optional<TokenEnd>>> chosen;
  if (const json::value* answer = form.answer("expires")) chosen = end_of_choice(text_of(*answer), now);
  const auto end = form.settle(expires_question(), std::move(chosen), json::object{{"days", 7}});
  if (!end || *end) return end.value_or(std::nullopt);
  std::optional<Result<TokenEnd>> dated;
  if (const json::value* date = form.answer("expiresOn"))
    dated = token_end(std::nullopt, text_of(*date), now);
  return form.settle(date_question(), std::move(dated));
}

/// Fails where the state database saw no token of this origin saved a moment ago: the client's word is not
/// enough. Without a database the store has to have one, and the sentence says that this is all that is
/// known.
Task<Result<std::string>> doubt_of_saved(const TokenUse& use) {
  const auto recently = use.dates.saved_recently(use.platform.origin(), use.clock.now());
  use.vault.forget(); // the client's own process stored it, so what we hold is of before
  bool saved = recently.value_or(false);
  if (!recently) {
    const auto token = co_await use.vault.token(use.platform.origin(), use.patience);
    saved = token.has_value();
  }
  if (!saved) co_return fail(ErrorKind::needsInput, "No token was stored. Paste it once more.");
  co_return recently ? "" : " Whether it is the new one could not be checked.";
}

Task<Result<Outcome>> confirm_saved(const TokenUse& use, std::string doubt) {
  auto status = co_await token_status(use);
  if (!status) co_return fail(status.error());
  if (status->stored) {
    const TokenCheck check = co_await check_token(use.platform.api);
    add_check(*status, check);
  }
  co_return Outcome{.value = *status, .gist = status_sentence(*status, use.clock.now()) + doubt};
}

/// For clients without hidden prompts: no token may cross JSON-RPC, so the terminal is the way.
Task<Result<Outcome>> point_to_terminal(const Services& services, TokenEnd end) {
  co_await services.client.open(services.platform.ui_url.text());
  const std::string date = end.at ? " --expires " + to_rfc3339(*end.at) : "";
  const std::string sentence = fmt::format("This editor cannot ask for a token without logging it. Generate "
                                           "one in {} (User profile > Personal access "
                                           "tokens) and run `unify-ls token set{}` in a terminal.",
                                           services.platform.ui_url.text(), date);
  services.client.show(protocol::MessageType::info, sentence);
  const auto status = co_await token_status(services.token);
  if (!status) co_return fail(status.error());
  co_return Outcome{.value = *status, .gist = sentence, .shown = true};
}

} // namespace

Task<Result<Planned>> plan_token_set(const Services& services, const protocol::TokenSetArgs& args,
                                     const Call& /*call*/, Form& form) {
  if (!services.client.knows_field_kind("secret")) {
    const Result<TokenEnd> end = token_end(args.days, args.expires, services.clock.now());
    if (!end) co_return fail(end.error());
    co_return Planned{.carry_out = [&services, end = *end] { return point_to_terminal(services, end); }};
  }
  if (services.token.vault.is_of_environment())
    co_return fail(ErrorKind::secretStore,
                   "The token comes from UNIFY_TOKEN: unset that variable to store one.");
  if (args.saved.value_or(false) && form.given().empty()) {
    const Result<std::string> doubt = co_await doubt_of_saved(services.token);
    if (doubt)
      co_return Planned{
          .carry_out = [&services, doubt = *doubt] { return confirm_saved(services.token, doubt); }};
  }
  const Result<std::optional<TokenEnd>> end = settle_end(services.clock.now(), args, form);
  if (!end) co_return fail(end.error());
  if (!*end) co_return Planned{};

  std::optional<Result<std::string>> stored;
  if (const json::value* answer = form.answer("token"); answer && *answer == json::value(true))
    stored = co_await doubt_of_saved(services.token);
  else
    form.drop("token");
  const auto doubt = form.settle(token_question(services, **end), std::move(stored));
  if (!doubt) co_return Planned{};
  protocol::TokenSetArgs complete = args;
  complete.saved = true;
  co_return Planned{.carry_out = [&services, doubt = *doubt] { return confirm_saved(services.token, doubt); },
                    .complete = complete};
}

} // namespace unify_ls::commands
