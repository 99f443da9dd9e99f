#include "server/cli/render.h"
#include "server/cli/token_entry.h"
#include "server/cli/verbs.h"
#include "server/commands/names.h"

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
namespace name = commands::name;
using commands::Services;

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
  const auto entered = co_await enter_token(terminal);
  if (!entered) {
    report(terminal, entered.error());
    co_return failed; // what was pasted is no argument
  }
  if (!*entered) {
    terminal.output.tell("");
    co_return report_cancelled(options, terminal.output);
  }
  const auto stored = co_await store_entered(terminal, **entered, *end);
  if (!stored) co_return report(terminal, stored.error());
  co_return all_well;
}

Task<int> show_token_status(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(
      call_of(name::token_status, protocol::TokenStatusArgs{.check = terminal.options.check}));
  if (!outcome) co_return report(terminal, outcome.error());
  const auto& status = outcome->value.as<protocol::TokenStatus>();
  print_result(terminal, outcome->value,
               token_text(status, terminal.output.result_style(), terminal.services().clock.now()));
  co_return status.stored ? all_well : failed;
}

Task<int> delete_token(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(call_of(name::token_delete, protocol::NoArgs{}));
  if (!outcome) co_return report(terminal, outcome.error());
  print_result(terminal, outcome->value, outcome->shown ? "" : outcome->gist + "\n");
  co_return all_well;
}

} // namespace unify_ls::cli
