#pragma once

#include "server/credentials/store.h"

#include <optional>
#include <string>

namespace unify_ls::credentials {

inline constexpr const char* token_variable = "UNIFY_TOKEN";

/// Takes UNIFY_TOKEN out of our environment, bytes included; once, first thing in main. Blanks and line
/// breaks around it are dropped, as a script's `$(cat file)` leaves them. Nothing when it is not set;
/// secretStore when it holds what cannot be a token.
std::optional<Result<Secret>> take_environment_token();

/// The token of UNIFY_TOKEN, for scripts and CI. It holds for the configured origin and cannot be changed.
class Environment final : public TokenStore {
 public:
  Environment(std::string origin, Result<Secret> token)
      : origin_(std::move(origin)),
        token_(std::move(token)) {}

  std::string_view name() const override { return "environment"; }

  Task<Result<std::optional<Secret>>> get(std::string_view origin, Patience patience) override;
  Task<Result<void>> put(std::string_view origin, const Secret& token, Patience patience) override;
  Task<Result<bool>> erase(std::string_view origin, Patience patience) override;
  Task<StoreState> state(Patience patience) override;

 private:
  std::string origin_;
  Result<Secret> token_;
};

} // namespace unify_ls::credentials
