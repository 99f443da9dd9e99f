#pragma once

#include "server/workflow/checks/rules.h"
#include "server/workflow/scalar.h"
#include "server/workflow/schema/schema.h"

namespace unify_ls::workflow {

/// Whether an entry's value fits its key, and is one of those that the key lists.
void check_value(Rules& rules, const Key& key, const YamlEntry& entry);

/// The same for an item of a list whose values are listed.
void check_listed_value(Rules& rules, const Key& key, const YamlNode& value);

/// A value that an expression decides, or a part of which does, may be anything.
bool is_expression(const YamlNode& value);

} // namespace unify_ls::workflow
