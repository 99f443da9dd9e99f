#pragma once

#include "protocol/unify.h"
#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/cli/style.h"

#include <string>

/// Results of commands as text for people, whole lines each. Pure. Whatever comes from a repository or from
/// the platform is shown escaped, so that no file name can steer a terminal.
namespace unify_ls::cli {

/// Each workflow with its inputs below it, columns aligned.
std::string workflows_text(const protocol::WorkflowsList& list, const Style& style, WallTime now);

/// Where the token is, until when it is good, and what the platform said if it was asked.
std::string token_text(const protocol::TokenStatus& status, const Style& style, WallTime now);

/// A run with what the platform has of it, and what it does not give.
std::string details_text(const protocol::RunDetails& details, const Style& style, WallTime now);

bool any_failed(const protocol::DoctorReport& report);

/// One line a check, its remedy below it.
std::string doctor_text(const protocol::DoctorReport& report, const Style& style);

/// What failed, and what to do next in a terminal. What the platform said comes first: the last line is ours,
/// since that is the one that callers of the program show.
std::string error_text(const Error& error, const Style& style);

/// Newest first, one line each below a header: state, how long it took, age, file, branch, inputs, id.
std::string runs_text(const protocol::RunList& list, const Style& style, WallTime now);

/// A run that was started, or what a dry run would send.
std::string started_text(const protocol::RunStarted& started, const Style& style);

/// "deploy.yaml on main: running", "deploy.yaml on main: failed (step 3 exited with 1)".
std::string change_text(const protocol::Run& run, const Style& style);

/// How a run stands: the platform's word, or what became of its request.
std::string state_of(const protocol::Run& run);

Tone tone_of(const protocol::Run& run);

} // namespace unify_ls::cli
