#pragma once

#include <string>

namespace unify_ls::state {

/// Twelve characters of lower-case base32 (60 random bits), without those that look alike. Short enough to
/// type, and no two of one person's are ever the same.
std::string random_id();

} // namespace unify_ls::state
