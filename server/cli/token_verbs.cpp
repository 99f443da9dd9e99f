#include "server/cli/token_entry.h"
#include "server/cli/verbs.h"

namespace unify_ls::cli {

Task<int> set_token(const Terminal& terminal) {
  const commands::Services& services = terminal.services();
  const Options& options = terminal.options;
  const Result<commands::TokenEnd> end =
      commands::token_end(terminal.said.days, terminal.said.expires, services.clock.now());
  if (!end) co_return report(terminal, end.error());
  if (services.token.vault.is_of_environment())
    co_return report(terminal, {.kind = ErrorKind::secretStore,
                                .message = "The token comes from UNIFY_TOKEN: unset that to store one."});
  const credentials::StoreReport store = co_await services.token.vault.report(services.token.patience);
  if (store.store.empty()) co_return report(terminal, {.kind = ErrorKind::secretStore, .message = store.why});
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

} // namespace unify_ls::cli
