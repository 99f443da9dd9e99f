#include "server/commands/doctor_checks.h"
#include "server/settings/user_folders.h"

#include <fmt/format.h>

namespace unify_ls::commands {

protocol::DoctorCheck check_state(const Services& services) {
  // Any question will do: the first one opens the file.
  const auto asked = services.token_dates.find(services.origin());
  if (asked)
    return all_is_well("state", fmt::format("{} can be used.", settings::user_state_folder().string()));
  return failing("state", asked.error(),
                 "See that the folder can be written to and has space, or name another in XDG_STATE_HOME");
}

} // namespace unify_ls::commands
