#pragma once

#include "tests/simulator/model/fields.h"
#include "tests/simulator/model/world.h"

namespace unify_ls::simulator {

/// Replaces the parts of `world` that `parts` names (`tokens`, `organizations`, `components`, `interface`,
/// `trigger`, `runs`, `details`, `uiUrl`); the others stay. On an error nothing was changed.
Checked merge_world(World& world, const json::value& parts);

/// Reads a world file and merges it. The error names the file.
Checked merge_world_file(World& world, const std::string& path);

/// A step in its short form: `PENDING`, `STARTED@1` (after one read) or `SUCCEEDED@500ms`.
std::expected<Step, std::string> step_from_text(std::string_view text);

} // namespace unify_ls::simulator
