#pragma once

#include "server/secret-service/loaded.h"

namespace unify_ls::secret_service {

/// The type of a SecretService that refuses every prompt. libsecret opens prompts by itself, to unlock, to
/// create and in some keyrings to delete; where no person waits, none may come out of the blue.
GType quiet_service_type();

/// Whether a call failed because a prompt was refused.
bool is_refused_prompt(const GError* error);

} // namespace unify_ls::secret_service
