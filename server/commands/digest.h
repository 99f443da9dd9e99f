#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::commands {

/// SHA-256 over a list of texts, in hex. Each text goes in with its length, so that ("ab", "c") and ("a",
/// "bc") differ.
std::string digest(const std::vector<std::string_view>& texts);

} // namespace unify_ls::commands
