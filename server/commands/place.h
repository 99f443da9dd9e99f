#pragma once

#include "server/commands/form.h"
#include "server/commands/services.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// Where a command works: a folder, its repository, the settings that count there and the branch that is
/// meant.
struct Place {
  std::string folder; ///< absolute, as given or found
  settings::Settings settings;
  git::Checkout checkout;

  /// Under which the journal and the choices know it.
  const std::string& root() const { return checkout.repository.place(); }
};

/// The folder that a command means: its argument, else the folder of its file, else the only workspace
/// folder, else the working directory. With several and nothing that settles it: needsInput.
Result<std::string> folder_of_call(const Services& services, const std::optional<std::string>& folder,
                                   const std::optional<std::string>& file = {});

/// The same for a command that can be asked: with several folders and nothing that settles it the form asks
/// `folder`, and the result is empty.
Result<std::string> settle_folder(const Services& services, const std::optional<std::string>& folder,
                                  Form& form);

/// Looks the place up. `branch` is the command's own; what no rule gives is left open in the checkout.
Task<Result<Place>> open_place(const Services& services, std::string folder,
                               std::optional<std::string> branch);

state::ChoicePlace choice_place(const Services& services, const Place& place);

} // namespace unify_ls::commands
