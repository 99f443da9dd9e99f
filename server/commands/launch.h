#pragma once

#include "server/commands/command.h"
#include "server/commands/run_plan.h"
#include "server/commands/services.h"

namespace unify_ls::commands {

/// Starts a run, once: written down, sent on its own, its outcome written down. A dry run gives the request
/// instead. Where it cannot be written down, needsInput asks for a consent that knows, and nothing is sent,
/// unless the plan has one: then it is remembered in this process alone, and the result says so.
///
/// When the caller stops waiting before the first byte has left, nothing is sent, for certain, and
/// it throws as a cancelled task does. Later the transfer goes on: the answer is outcomeUnknown at once, and
/// the journal and unify/runChanged tell how it ended.
Task<Result<Outcome>> launch(const Services& services, RunPlan plan, bool dry_run,
                             std::optional<json::value> progress_token);

} // namespace unify_ls::commands
