#pragma once

#include "server/base/error.h"
#include "server/settings/settings_layer.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::settings {

inline constexpr std::size_t max_config_bytes = std::size_t{64} * 1024;

enum class ConfigTrust {
  user, ///< this user's own file: may be a symbolic link, as people who keep their settings in git have it
  repository, ///< came with a repository: neither it nor its folder may be one
};

/// Reads a flat JSON object from a file. A file that is not there, or holds only blanks, has no entries. The
/// error names the file, and the line where one is at fault.
Result<std::vector<SettingEntry>> read_config_file(const std::filesystem::path& file, ConfigTrust trust);

/// The entries of a JSON object, each with the line of its key; a key that stands there twice is two entries.
/// `name` is what the error calls the text.
Result<std::vector<SettingEntry>> parse_config(std::string_view text, std::string_view name);

} // namespace unify_ls::settings
