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

/// The folder that a command means: that of its file where this is a URI or an absolute path, else its
/// argument, else the only workspace folder, else the working directory. A file belongs to its own repository
/// (that of a submodule, or a nested one); of the argument and the workspace folders the one in the same
/// repository stands for it. With several folders and nothing that settles it: needsInput.
Result<std::string> folder_of_call(const Folders& folders, const std::optional<std::string>& folder,
                                   const std::optional<std::string>& file = {});

/// The same for a command that can be asked: with several folders and nothing that settles it the form asks
/// `folder`, and the result is empty.
Result<std::string> settle_folder(const Folders& folders, const std::optional<std::string>& folder,
                                  Form& form, const std::optional<std::string>& file = {});

/// What a person should know of how the branch came about: that it is the upstream of a branch of another
/// name, the remote's default branch, or named by a setting. Empty where it goes without saying.
std::string branch_note(const git::Checkout& checkout);

/// Whether the branch that is meant was chosen by what a repository can write.
bool branch_is_from_folder(const Place& place);

/// Looks the place up. `branch` is the command's own; what no rule gives is left open in the checkout.
Task<Result<Place>> open_place(const Workspace& workspace, std::string folder,
                               std::optional<std::string> branch);

/// The run that a person names (see Record::find); without a name the newest of the folder that the command
/// means, or of this machine where no repository is open.
Task<Result<runs::Run>> find_run(const Workspace& workspace, runs::Runs& runs,
                                 std::optional<std::string> name);

/// The runs of the folder that the command means, as they are written down, newest first.
Task<Result<std::vector<runs::Run>>> runs_of_folder(const Services& services);

} // namespace unify_ls::commands
