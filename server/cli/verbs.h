#pragma once

#include "server/cli/reporting.h"

/// The verbs of the command line. Each does its work through the commands that editors use, prints and gives
/// the exit code. A cancelled one ends by boost::system::system_error(operation_aborted) where nothing was
/// started.
namespace unify_ls::cli {

/// The verb that the options name; not `serve`. A result that cannot be written is a failure, unless a run
/// was started: then its ids are told on stderr, and the code says what became of it.
Task<int> run_verb(const Terminal& terminal);

// token_verbs.cpp
/// `token set`.
Task<int> set_token(const Terminal& terminal);

// check_verb.cpp
/// `check`: what is wrong in workflow files.
Task<int> check_files(const Terminal& terminal);

// setup_verb.cpp
/// `setup`.
Task<int> set_up(const Terminal& terminal);

// run_verbs.cpp
/// `run` and `again`.
Task<int> start_run(const Terminal& terminal);
/// `follow`.
Task<int> follow_run(const Terminal& terminal);

// complete_verb.cpp
/// What a shell asks while a line is typed.
Task<int> complete_line(const Terminal& terminal);

} // namespace unify_ls::cli
