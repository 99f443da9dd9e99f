#include "server/cli/token_entry.h"

#include "server/base/text.h"
#include "server/cli/render.h"
#include "server/commands/component_reference.h"
#include "server/commands/names.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
using commands::Services;
using commands::TokenCheck;
using credentials::Pasted;
using credentials::Secret;

/// Enough to see that what was pasted is too long.
constexpr std::size_t pasted_limit = credentials::longest_command + 1;

void warn(const Terminal& terminal, std::string_view sentence) {
  terminal.client.show(protocol::MessageType::warning, sentence);
}

/// Asks the platform whether it takes the token, before this one replaces another. Only a no counts: a token
/// that may only start runs is refused other questions, and a platform that is down says nothing of it.
Task<TokenCheck> try_out(const commands::TokenUse& use, const Secret& token) {
  const credentials::Vault::Trial trial(use.vault, token);
  TokenCheck check = co_await commands::check_token(use.platform.api);
  co_return check;
}

Error rejected(const Services& services, const Error& trouble) {
  Error error = trouble;
  error.message =
      fmt::format("{} rejects this token. Nothing was stored, and a token stored before stays: copy it once "
                  "more, or generate a new one.",
                  services.platform.api_url.origin.place());
  error.advice = "Add --force to store it anyway.";
  return error;
}

/// What there is to say, whatever the store says after having taken it.
Task<protocol::TokenStatus> status_of_stored(const Terminal& terminal) {
  const auto status = co_await commands::token_status(terminal.services().token);
  if (status) co_return *status;
  warn(terminal, fmt::format("The token is stored, but it could not be read again: {}",
                             printable(status.error().message)));
  co_return protocol::TokenStatus{.origin = terminal.services().platform.origin(), .stored = true};
}

} // namespace

Task<std::optional<std::string>> read_hidden_text(const Terminal& terminal, std::string question) {
  // A terminal would show it, so `--stdin` changes nothing there.
  if (!terminal.input.is_person()) return terminal.input.read_all(pasted_limit);
  return terminal.input.read_hidden(
      pasted_limit, [&terminal, question] { terminal.output.prompt(question + " (it is not shown): "); },
      credentials::is_unfinished_command);
}

Task<Result<std::optional<Pasted>>> enter_token(const Terminal& terminal) {
  const Services& services = terminal.services();
  std::string question =
      fmt::format("Personal access token for {}, or Unify's curl command", services.platform.origin());
  std::optional<credentials::TriggerTarget> target;
  for (;;) {
    std::optional<std::string> text = co_await read_hidden_text(terminal, question);
    if (!text) co_return std::nullopt;
    Result<Pasted> pasted = credentials::read_pasted(*text);
    if (!pasted) co_return fail(std::move(pasted.error()));
    if (pasted->target) {
      if (const auto ours = commands::check_origin(*pasted->target, services.platform.api_url.origin); !ours)
        co_return fail(ours.error());
      target = pasted->target;
    }
    pasted->target = target;
    if (!pasted->token.empty()) co_return pasted;
    co_await keep_component(terminal, *target);
    constexpr std::string_view missing =
        "The curl command holds no token: its component was kept, and the token itself is still needed.";
    if (!terminal.input.is_person()) co_return fail(ErrorKind::invalidInputs, std::string(missing));
    terminal.output.tell(missing);
    question = fmt::format("Personal access token for {}", services.platform.origin());
  }
}

Task<Result<TokenCheck>> store_entered(const Terminal& terminal, const Pasted& entered,
                                       commands::TokenEnd end) {
  const Services& services = terminal.services();
  const TokenCheck check = co_await try_out(services.token, entered.token);
  if (check.accepted == false && !terminal.said.force.value_or(false))
    co_return fail(rejected(services, *check.trouble));
  const Result<void> stored = co_await services.token.vault.put(entered.token, services.token.patience);
  if (!stored) co_return fail(stored.error());
  const std::string lost = co_await commands::note_saved(services.token, end.at);
  if (!lost.empty()) warn(terminal, lost);
  if (check.may_read) co_await services.token.rights.note(*check.may_read, services.token.patience);
  if (!end.at) terminal.output.tell("Its end is not known: add --days N to be warned before it.");
  if (check.accepted == false) warn(terminal, "The platform rejects this token; --force stored it.");
  protocol::TokenStatus status = co_await status_of_stored(terminal);
  commands::add_check(status, check);
  print_result(terminal, status, token_text(status, terminal.output.result_style(), services.clock.now()));
  if (entered.target) co_await keep_component(terminal, *entered.target);
  co_return check;
}

Task<> keep_component(const Terminal& terminal, const credentials::TriggerTarget& target) {
  const auto kept = co_await terminal.registry.execute(call_of(
      commands::name::component_select, protocol::ComponentSelectArgs{.componentId = target.component_id}));
  if (kept)
    terminal.output.tell(printable(kept->gist));
  else
    warn(terminal,
         fmt::format("The component of the curl command was not kept: {}", printable(kept.error().message)));
}

} // namespace unify_ls::cli
