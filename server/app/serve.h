#pragma once

#include "server/app/options.h"
#include "server/credentials/environment.h"

#include <optional>

namespace unify_ls {

/// Speaks LSP on stdin and stdout until the client or the system ends it. The exit code: 0 after `shutdown`
/// and then `exit`, end of input or SIGTERM; 1 after any of these without `shutdown`, after the editor's
/// death, or after a stream that cannot be read; 2 for settings of the command line that cannot be used.
int serve(const Options& options, Log& log, std::optional<Result<credentials::Secret>> environment_token);

} // namespace unify_ls
