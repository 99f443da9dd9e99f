#pragma once

#include "server/base/error.h"

#include <filesystem>

namespace unify_ls::state {

/// Makes a folder and what is missing above it; the folder itself is then for its owner alone (0700), also
/// when it was there before.
Result<> make_private_folder(const std::filesystem::path& folder);

/// Makes an empty file for its owner alone (0600). One that exists keeps its content and gets that mode.
Result<> make_private_file(const std::filesystem::path& file);

} // namespace unify_ls::state
