#pragma once

#include "server/runs/run.h"
#include "server/state/presence.h"
#include "server/state/sqlite.h"

#include <string>
#include <string_view>
#include <vector>

/// How runs lie in the table `runs`; for the journal and the leases only.
namespace unify_ls::runs {

/// What `read_run` expects of a SELECT.
inline constexpr std::string_view run_columns = "id, origin, folder, organization_id, component_id, "
                                                "component_name, repository_url, file, branch, commit_id,"
                                                " inputs, requested_at, confirmation, writer, outcome, "
                                                "run_id, run_url, status, started_at, ended_at, ended,"
                                                " error_kind, error_message, reason,"
                                                " follower, following_lost";

/// The present row, whose `run_columns` begin at `first_column`. A run that was being sent by a process that
/// is no more is `unknown`.
Run read_run(const state::Statement& row, const state::Presence& presence, int first_column = 0);

/// All rows of a SELECT of `run_columns`.
Result<std::vector<Run>> read_runs(state::Statement& rows, const state::Presence& presence);

/// Whether these are the same run: origin, component, branch, file, and inputs in whatever order. Texts are
/// compared as they are read back: the journal repairs what is not UTF-8.
bool is_same_run(const Run& one, const Run& other);

/// Inputs as one text, and back. A text that is none of ours gives no inputs.
std::string encode_inputs(const std::vector<RunInput>& inputs);
std::vector<RunInput> decode_inputs(std::string_view text);

} // namespace unify_ls::runs
