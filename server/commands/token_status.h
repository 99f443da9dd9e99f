#pragma once

#include "protocol/unify.h"
#include "server/commands/services.h"

namespace unify_ls::commands {

/// What the platform said when it was asked about the token that is in use, or on trial.
struct TokenCheck {
  std::optional<bool> accepted{}; ///< nothing when it could not be told
  std::optional<bool> may_read{};
  std::optional<Error> trouble{}; ///< why it was rejected, or why that could not be told
};

Task<TokenCheck> check_token(platform::Api& api);

/// Where the token is and until when it is good; never the token.
Task<Result<protocol::TokenStatus>> token_status(const TokenUse& use);

/// Adds what a check said. It comes after the status: a token that was rejected is dropped from memory.
void add_check(protocol::TokenStatus& status, const TokenCheck& check);

/// The status in a sentence.
std::string status_sentence(const protocol::TokenStatus& status, WallTime now);

/// Notes that a token was just saved. A state database that fails is no reason to lose the token: the
/// sentence says what is lost instead; empty when all is well.
Task<std::string> note_saved(const TokenUse& use, std::optional<WallTime> expires_at);

/// Tells once a day, from two days ahead, that the token ends. At the first command of an editor's server,
/// and by the terminal's verbs.
void warn_of_expiry(const TokenUse& token, Client& client);

} // namespace unify_ls::commands
