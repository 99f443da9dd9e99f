#include "server/credentials/helper.h"

#include "server/base/process.h"

#include <array>
#include <optional>
#include <span>

namespace unify_ls::credentials {
namespace {

constexpr std::array helper_variables{
    "HOME",
    "PATH",
    "USER",
    "LOGNAME",
    "LANG",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_DATA_HOME",
    "XDG_DATA_DIRS",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
    "XDG_SESSION_ID",
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    "DBUS_SESSION_BUS_ADDRESS",
    "WSL_INTEROP", // how WSL starts a helper that is a program of Windows
};

constexpr std::array display_variables{"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"};

std::vector<std::string> taken(std::span<const char* const> names) {
  std::vector<std::string> environment;
  for (const char* name : names)
    if (const std::optional<std::string> value = environment_variable(name))
      environment.push_back(std::string(name) + "=" + *value);
  return environment;
}

} // namespace

std::vector<std::string> helper_environment() { return taken(helper_variables); }

std::vector<std::string> display_environment() { return taken(display_variables); }

} // namespace unify_ls::credentials
