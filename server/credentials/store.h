#pragma once

#include "server/base/error.h"
#include "server/base/origin.h"
#include "server/base/task.h"
#include "server/credentials/secret.h"
#include "server/credentials/token_source.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::credentials {

enum class StoreCondition {
  usable,
  locked, ///< it is there, and a person has to unlock it first
  absent, ///< this machine or session has none
  failed, ///< it is there and misbehaves
};

/// How a store is, for `doctor`, `status` and errors.
struct StoreState {
  StoreCondition condition = StoreCondition::usable;
  /// What is so, without a full stop: "The keyring is locked".
  std::string detail;
  /// What a person can do about it, likewise: "unlock it and try again". Empty where nothing is to be done.
  std::string advice;
};

/// The state as the error of a call that met it: "The keyring is locked: unlock it and try again."
Error as_error(const StoreState& state);

/// How long a store may take, by who waits for it.
struct StoreDeadlines {
  std::chrono::milliseconds background{3'000};
  std::chrono::milliseconds person{60'000};

  std::chrono::milliseconds of(Patience patience) const {
    return patience == Patience::person ? person : background;
  }
};

/// Takes the origin of a call apart: secretStore when it is not an exact one.
Result<OriginParts> exact_origin(std::string_view origin);

/// A place that keeps tokens, one for each origin. Nothing here blocks the loop, and every call ends within
/// its deadline. Failures are ErrorKind::secretStore and say what to do. Origins are exact
/// ("https://host[:port]", see base/origin.h) and anything else is refused; the caller keeps them and the
/// secrets alive until the call ends.
class TokenStore {
 public:
  virtual ~TokenStore() = default;

  /// "secret-service", "git-credential", "file" or "environment".
  virtual std::string_view name() const = 0;

  /// Nothing when this store holds no token of that origin.
  virtual Task<Result<std::optional<Secret>>> get(std::string_view origin, Patience patience) = 0;

  /// Replaces the one before. It is read back where a store could lose it without a word.
  virtual Task<Result<void>> put(std::string_view origin, const Secret& token, Patience patience) = 0;

  /// False when there was none.
  virtual Task<Result<bool>> erase(std::string_view origin, Patience patience) = 0;

  virtual Task<StoreState> state(Patience patience) = 0;
};

} // namespace unify_ls::credentials
