#include "server/base/text.h"
#include "server/cli/render.h"
#include "server/cli/verbs.h"
#include "server/commands/names.h"
#include "server/commands/token_end.h"
#include "server/commands/token_status.h"
#include "server/credentials/pasted.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
namespace name = commands::name;
using commands::Services;
using commands::TokenCheck;
using credentials::Secret;

/// Enough to see that what was pasted is too long, and that a second line follows.
constexpr std::size_t pasted_limit = 2 * credentials::longest_token;

void warn(const Terminal& terminal, std::string_view sentence) {
  terminal.client.show(protocol::MessageType::warning, sentence);
}

/// The line with the token; nothing when the person left.
Task<std::optional<std::string>> read_token(const Terminal& terminal) {
  // A terminal would show it, so `--stdin` changes nothing there.
  if (!terminal.input.is_person()) return terminal.input.read_all(pasted_limit);
  return terminal.input.read_hidden_line(pasted_limit, [&terminal] {
    terminal.output.prompt(
        fmt::format("Personal access token for {} (it is not shown): ", terminal.services().origin()));
  });
}

/// Asks the platform whether it takes the token, before this one replaces another. Only a no counts: a token
/// that may only start runs is refused other questions, and a platform that is down says nothing of it.
Task<TokenCheck> try_out(const Services& services, const Secret& token) {
  const credentials::Vault::Trial trial(services.vault, token);
  TokenCheck check = co_await commands::check_token(services);
  co_return check;
}

Error rejected(const Services& services, const Error& trouble) {
  Error error = trouble;
  error.message =
      fmt::format("{} rejects this token, so it was not stored, and what was stored stays: was all of "
                  "it copied, and has it not ended?",
                  services.api_url.origin.place());
  error.advice = "--force stores it all the same.";
  return error;
}

/// What there is to say, whatever the store says after having taken it.
Task<protocol::TokenStatus> status_of_stored(const Terminal& terminal) {
  const auto status = co_await commands::token_status(terminal.services());
  if (status) co_return *status;
  warn(terminal, fmt::format("The token is stored, but it could not be read again: {}",
                             printable(status.error().message)));
  co_return protocol::TokenStatus{.origin = terminal.services().origin(), .stored = true};
}

Task<int> store_token(const Terminal& terminal, std::string line, commands::TokenEnd end) {
  const Services& services = terminal.services();
  const Result<Secret> token = credentials::read_pasted(line);
  if (!token) {
    report(terminal, token.error());
    co_return failed; // what was pasted is no argument
  }
  const TokenCheck check = co_await try_out(services, *token);
  if (check.accepted == false && !terminal.options.force)
    co_return report(terminal, rejected(services, *check.trouble));
  const Result<void> stored = co_await services.vault.put(*token, services.patience);
  if (!stored) co_return report(terminal, stored.error());
  const std::string lost = co_await commands::note_saved(services, end.at);
  if (!lost.empty()) warn(terminal, lost);
  if (check.may_read) co_await services.reading_rights.note(*check.may_read, services.patience);
  if (!end.at)
    terminal.output.tell("When the token ends is not known: with --days N you are warned before it does.");
  if (check.accepted == false) warn(terminal, "The platform rejects this token; it is stored all the same.");
  protocol::TokenStatus status = co_await status_of_stored(terminal);
  commands::add_check(status, check);
  print_result(terminal, protocol::write(status),
               token_text(status, terminal.output.result_style(), services.clock.now()));
  co_return all_well;
}

} // namespace

Task<int> set_token(const Terminal& terminal) {
  const Services& services = terminal.services();
  const Options& options = terminal.options;
  const Result<commands::TokenEnd> end =
      commands::token_end(options.days, options.expires, services.clock.now());
  if (!end) co_return report(terminal, end.error());
  if (services.vault.is_of_environment())
    co_return report(terminal, {.kind = ErrorKind::secretStore,
                                .message = "The token comes from UNIFY_TOKEN: unset that to store one."});
  std::optional<std::string> line = co_await read_token(terminal);
  if (!line) {
    terminal.output.tell("");
    co_return report_cancelled(options, terminal.output);
  }
  co_return co_await store_token(terminal, *std::move(line), *end);
}

Task<int> show_token_status(const Terminal& terminal) {
  json::object arguments{{"check", terminal.options.check}};
  const auto outcome = co_await terminal.registry.execute(call_of(name::token_status, std::move(arguments)));
  if (!outcome) co_return report(terminal, outcome.error());
  const auto status = result_as<protocol::TokenStatus>(outcome->value);
  print_result(terminal, outcome->value,
               token_text(status, terminal.output.result_style(), terminal.services().clock.now()));
  co_return status.stored ? all_well : failed;
}

Task<int> delete_token(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(call_of(name::token_delete));
  if (!outcome) co_return report(terminal, outcome.error());
  print_result(terminal, outcome->value, outcome->shown ? "" : outcome->gist + "\n");
  co_return all_well;
}

} // namespace unify_ls::cli
