#pragma once

#include <string_view>

namespace unify_ls::workflow {

/// What actions.txt holds: the program has no data files.
std::string_view catalog_text();

} // namespace unify_ls::workflow
