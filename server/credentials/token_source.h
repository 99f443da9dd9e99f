#pragma once

#include "server/base/error.h"
#include "server/base/task.h"
#include "server/credentials/secret.h"

#include <string_view>

namespace unify_ls::credentials {

/// Whether somebody waits for the answer. In the background a store gets 3 s and never prompts; for a person
/// it may prompt to unlock a keyring, and gets 60 s while the prompt is open.
enum class Patience { background, person };

/// Hands out the one token of the configured origin. What http/client sees of this room.
class TokenSource {
 public:
  virtual ~TokenSource() = default;

  /// The token of exactly this origin ("https://api.cloudbees.io", default ports left out), read from the
  /// store when it is not in memory yet. The pointer is good until the next call or forget(). noToken or
  /// secretStore otherwise.
  virtual Task<Result<const Secret*>> token(std::string_view origin, Patience patience) = 0;

  /// Drops it from memory, so that the next use reads the store again: after a 401, a store or an erase.
  virtual void forget() = 0;
};

} // namespace unify_ls::credentials
