#pragma once

#include "server/workflow/checks/rules.h"

#include <optional>
#include <string>

namespace unify_ls::workflow {

/// Declares an output of a job, where one step with an id is known to write it.
std::optional<Fix> declare_output(const Rules& rules, const Job& job, const std::string& output);

/// Gives the id to the one step of a job (-1: of an action) before that step (-1: any) which has none and is
/// known to write the output.
std::optional<Fix> give_id(const Rules& rules, int job, int before, const std::string& id,
                           const std::string& output);

/// Adds a job to a stage.
std::optional<Fix> add_to_stage(const Rules& rules, const YamlNode& stage, std::string_view job);

/// A new line at the top of a block mapping, which may begin behind a list's dash.
std::optional<TextEdit> first_line_in(const Rules& rules, const YamlNode& mapping, std::string_view line);

} // namespace unify_ls::workflow
