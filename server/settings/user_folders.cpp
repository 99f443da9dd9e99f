#include "server/settings/user_folders.h"

#include "server/base/process.h"

#include <optional>

namespace unify_ls::settings {
namespace {

namespace fs = std::filesystem;

constexpr const char* program_folder = "unify-ls";

std::optional<fs::path> absolute_path_in(const char* variable) {
  const auto value = environment_variable(variable);
  if (!value || !fs::path(*value).is_absolute()) return std::nullopt;
  return *value;
}

fs::path user_folder(const char* variable, const fs::path& below_home) {
  if (const auto base = absolute_path_in(variable)) return *base / program_folder;
  if (const auto home = absolute_path_in("HOME")) return *home / below_home / program_folder;
  return {};
}

} // namespace

fs::path user_state_folder() { return user_folder("XDG_STATE_HOME", ".local/state"); }

fs::path user_config_folder() { return user_folder("XDG_CONFIG_HOME", ".config"); }

} // namespace unify_ls::settings
