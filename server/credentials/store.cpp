#include "server/credentials/store.h"

#include <fmt/format.h>

namespace unify_ls::credentials {

Error as_error(const StoreState& state) {
  Error error{.kind = ErrorKind::secretStore, .message = state.detail + "."};
  if (!state.advice.empty()) error.message = fmt::format("{}: {}.", state.detail, state.advice);
  error.retryable = state.condition == StoreCondition::locked;
  return error;
}

} // namespace unify_ls::credentials
