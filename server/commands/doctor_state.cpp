#include "server/commands/doctor_checks.h"
#include "server/settings/user_folders.h"
#include "server/state/random_id.h"

#include <fmt/format.h>

namespace unify_ls::commands {

protocol::DoctorCheck check_state(const Services& services) {
  state::JournalRun trial;
  trial.id = state::random_id();
  const Result<> written = services.journal.try_writing(trial);
  if (written)
    return all_is_well("state", fmt::format("{} can be written.", settings::user_state_folder().string()));
  return failing("state", written.error(),
                 "See that the folder can be written to and has space, or name another in XDG_STATE_HOME");
}

} // namespace unify_ls::commands
