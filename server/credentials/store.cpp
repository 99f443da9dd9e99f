#include "server/credentials/store.h"

#include <fmt/format.h>

namespace unify_ls::credentials {

Error as_error(const StoreState& state) {
  Error error{.kind = ErrorKind::secretStore, .message = state.detail + "."};
  if (!state.advice.empty()) error.message = fmt::format("{}: {}.", state.detail, state.advice);
  error.retryable = state.condition == StoreCondition::locked;
  return error;
}

Result<OriginParts> exact_origin(std::string_view origin) {
  const std::optional<OriginParts> parts = parts_of_origin(origin);
  if (parts) return *parts;
  return fail(ErrorKind::secretStore,
              "A token is kept for an exact origin such as https://api.cloudbees.io only: check apiUrl.");
}

} // namespace unify_ls::credentials
