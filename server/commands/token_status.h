#pragma once

#include "protocol/unify.h"
#include "server/commands/services.h"

namespace unify_ls::commands {

/// Where the token is and until when it is good; never the token. With `check` the platform is asked whether
/// it takes it: where that could not be told, as for a token that may only trigger, `acceptedReason` says
/// why.
Task<Result<protocol::TokenStatus>> token_status(const Services& services, bool check);

/// The status in a sentence.
std::string status_sentence(const protocol::TokenStatus& status);

/// Notes that a token was just saved. A state database that fails is no reason to lose the token: the
/// sentence says what is lost instead; empty when all is well.
std::string note_saved(const Services& services, std::optional<WallTime> expires_at);

/// Tells once a day, from two days ahead, that the token ends. At the first command of an editor's server.
void warn_of_expiry(const Services& services);

} // namespace unify_ls::commands
