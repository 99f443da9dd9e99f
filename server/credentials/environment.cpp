#include "server/credentials/environment.h"

#include "server/base/process.h"
#include "server/base/text.h"
#include "server/credentials/pasted.h"

#include <fmt/format.h>

#include <string>

namespace unify_ls::credentials {

std::optional<Result<Secret>> take_environment_token() {
  std::optional<Result<Secret>> token;
  take_from_environment(token_variable, [&](std::string_view given) {
    const std::string_view value = trimmed(given); // as for what is pasted
    const std::string_view fault = fault_of_token(value);
    if (fault.empty())
      token = Secret(value);
    else
      token = fail(ErrorKind::secretStore,
                   fmt::format("{} {}: set it to a token, or unset it.", token_variable, fault));
  });
  return token;
}

Task<Result<std::optional<Secret>>> Environment::get(std::string_view origin, Patience) {
  if (!token_) co_return fail(token_.error());
  if (origin != origin_) co_return std::optional<Secret>();
  co_return std::optional(Secret(token_->reveal()));
}

Task<Result<void>> Environment::put(std::string_view, const Secret&, Patience) {
  co_return fail(ErrorKind::secretStore,
                 "The token comes from UNIFY_TOKEN, so none can be stored: unset it to use a store.");
}

Task<Result<bool>> Environment::erase(std::string_view, Patience) {
  co_return fail(ErrorKind::secretStore,
                 "The token comes from UNIFY_TOKEN, so none can be deleted: unset it instead.");
}

Task<StoreState> Environment::state(Patience) {
  if (!token_)
    co_return StoreState{StoreCondition::failed, "UNIFY_TOKEN does not hold a token",
                         "set it to a token, or unset it"};
  co_return StoreState{StoreCondition::usable, "The token comes from UNIFY_TOKEN and cannot be changed here",
                       ""};
}

} // namespace unify_ls::credentials
