#pragma once

#include "protocol/unify_runs.h"

#include <string>
#include <string_view>

/// One vocabulary for how a run stands, in every editor and in the terminal.
namespace unify_ls::commands {

/// "running", "succeeded", "not started", "not followed", "unknown". Safe to be shown.
std::string state_word(const protocol::Run& run);

/// going, good, doubtful, bad or neutral: for icons and colours.
std::string_view mood_word(const protocol::Run& run);

} // namespace unify_ls::commands
