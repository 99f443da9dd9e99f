#pragma once

#include "server/workflow/checks/rules.h"

#include <optional>

namespace unify_ls::workflow {

/// What makes a wrong expression right, where that can be said.
std::optional<Fix> fix_for_fault(Rules& rules, const ExpressionUse& use);

/// One pair of braces around a whole condition.
std::optional<Fix> fix_for_mixed(const YamlNode& condition);

/// A condition that begins with `!` without quotes or braces.
void add_tagged_condition(Rules& rules, const ExpressionUse& use);

} // namespace unify_ls::workflow
