#pragma once

#include "server/cli/reporting.h"

/// The verbs of the command line. Each does its work through the commands that editors use, prints and gives
/// the exit code. A cancelled one ends by boost::system::system_error(operation_aborted) where nothing was
/// started.
namespace unify_ls::cli {

/// The verb that the options name; not `serve`.
Task<int> run_verb(const Terminal& terminal);

// token_verbs.cpp
Task<int> set_token(const Terminal& terminal);
Task<int> show_token_status(const Terminal& terminal);
Task<int> delete_token(const Terminal& terminal);

// run_verbs.cpp
/// `run` and `again`.
Task<int> start_run(const Terminal& terminal);
/// `follow`.
Task<int> follow_run(const Terminal& terminal);

/// The folder's own arguments that several verbs share: `branch`, and `inputs` from -i. Without a person to
/// ask, or with a hint that none wants to be asked, `inputs` is there even when empty, so that only required
/// ones are missing.
boost::json::object workflow_arguments(const Terminal& terminal);

} // namespace unify_ls::cli
