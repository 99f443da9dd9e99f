#pragma once

#include "server/app/options.h"
#include "server/credentials/environment.h"

#include <optional>

namespace unify_ls {

/// Does what a verb of the command line says, and gives the exit code (server/app/exit_code.h). Ctrl-C ends
/// a question, a wait or the following of a run, never a run.
int run_in_terminal(const Options& options, Log& log,
                    std::optional<Result<credentials::Secret>> environment_token);

} // namespace unify_ls
