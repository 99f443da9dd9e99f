#pragma once

#include "server/credentials/vault.h"

#include <string>

namespace unify_ls::credentials {

/// Stores what a person pasted as the token of the vault's origin: the one way in for the rest of the
/// program, which never sees a Secret. `line` is overwritten whatever comes of it. invalidInputs for what
/// cannot be a token.
Task<Result<void>> store_pasted(Vault& vault, std::string& line, Patience patience);

} // namespace unify_ls::credentials
