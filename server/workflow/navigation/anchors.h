#pragma once

#include "server/workflow/navigation/things.h"

#include <optional>
#include <string_view>

namespace unify_ls::workflow {

/// The anchor `&name` or the alias `*name` at a byte: the one anchor, and every alias of it. A later anchor
/// of the same name is another one.
std::optional<Thing> anchor_at(const Model& model, std::size_t byte);

/// Whether an anchor of a text has this name already.
bool has_anchor(const Model& model, std::string_view name);

} // namespace unify_ls::workflow
