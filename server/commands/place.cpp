#include "server/commands/place.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/component_reference.h"
#include "server/commands/questions.h"

#include <fmt/format.h>

#include <filesystem>

namespace unify_ls::commands {
namespace {

std::optional<std::string> if_set(const settings::Setting<std::string>& setting) {
  if (setting.value.empty()) return std::nullopt;
  return setting.value;
}

std::optional<std::string> absolute_path(const std::optional<std::string>& file) {
  if (!file) return std::nullopt;
  if (file->starts_with('/')) return file;
  return path_of_uri(*file);
}

/// The folder of a file's own repository, as it is known by its settings.
std::string folder_of_file(const Folders& open, const std::optional<std::string>& named,
                           const std::string& file) {
  const std::string real = git::real_path(file);
  const std::string folder = std::filesystem::path(real).parent_path().string();
  const std::string own = git::repository_folder(folder);
  for (const std::optional<std::string>& known : {named, open.containing(real)})
    if (known && git::repository_folder(*known) == own) return *known;
  return own.empty() ? folder : own;
}

/// The setting as an id, where an address or a curl command was given. What a folder says and nobody can read
/// is left as it is, and no component has it as its id.
Result<> read_component_setting(const Workspace& workspace, settings::FolderSettings& folder) {
  settings::Setting<std::string>& set = folder.component_id;
  if (!set.is_set()) return {};
  auto reference = read_component_reference(set.value, workspace.addresses);
  if (!reference && settings::is_folder_source(set.source)) return {};
  if (!reference) return fail(ErrorKind::settings, "The setting componentId: " + reference.error().message);
  set.value = std::move(reference->component_id);
  if (!reference->organization_id.empty() && !folder.organization_id.is_set())
    folder.organization_id = {std::move(reference->organization_id), set.source};
  return {};
}

std::string working_directory() {
  std::error_code failed;
  const std::filesystem::path here = std::filesystem::current_path(failed);
  return failed ? "/" : here.string();
}

/// Where no repository is open it is empty.
Task<std::string> root_of_call(const Workspace& workspace) {
  const Result<std::string> folder = folder_of_call(workspace.folders, std::nullopt);
  if (!folder) co_return "";
  const auto repository = co_await workspace.repositories.find(*folder);
  co_return repository ? repository->place() : "";
}

} // namespace

Result<std::string> folder_of_call(const Folders& folders, const std::optional<std::string>& folder,
                                   const std::optional<std::string>& file) {
  std::optional<std::string> named;
  if (folder) {
    named = folder_path(*folder);
    if (!named)
      return fail(ErrorKind::notFound,
                  fmt::format("`{}` is neither an absolute path nor a file URI.", escaped(*folder)));
  }
  if (const std::optional<std::string> path = absolute_path(file))
    return folder_of_file(folders, named, *path);
  if (named) return *std::move(named);
  const std::vector<std::string>& open = folders.all();
  if (open.empty()) return working_directory();
  if (open.size() == 1) return open.front();
  Error error{.kind = ErrorKind::needsInput, .message = "Several folders are open: say which one is meant."};
  error.missing = {"folder"};
  error.example = fmt::format(R"({{"folder": "{}"}})", uri_of_path(open.front()));
  return fail(std::move(error));
}

Result<std::string> settle_folder(const Folders& folders, const std::optional<std::string>& folder,
                                  Form& form, const std::optional<std::string>& file) {
  const std::optional<std::string> answer = folder ? std::nullopt : form.text_answer("folder");
  Result<std::string> found = folder_of_call(folders, answer ? answer : folder, file);
  const bool open = !found && found.error().kind == ErrorKind::needsInput;
  if (!answer && !open) return found;
  std::optional<Result<std::string>> understood;
  if (!open) understood = std::move(found);
  return form.settle(folder_question(folders.all()), std::move(understood)).value_or("");
}

std::string branch_note(const git::Checkout& checkout) {
  if (!checkout.branch || !checkout.remote) return {};
  const auto& local = checkout.local;
  if (local && local->checked_out && local->branch != *checkout.branch)
    return fmt::format("the upstream of {}", shown(local->branch));
  const std::string& remote = checkout.remote->name;
  if (checkout.rule == git::BranchRule::setting) return "named by the setting branch";
  if (checkout.rule != git::BranchRule::remote_head) return {};
  if (!checkout.checked_out) return fmt::format("the default branch of {}", shown(remote));
  return fmt::format("the default branch of {}, which has no {}", shown(remote),
                     shown(*checkout.checked_out));
}

bool branch_is_from_folder(const Place& place) {
  const settings::FolderSettings& set = place.settings.folder;
  switch (place.checkout.rule) {
  case git::BranchRule::argument: return false;
  case git::BranchRule::setting: return settings::is_folder_source(set.branch.source);
  default: return settings::is_folder_source(set.remote.source);
  }
}

Task<Result<Place>> open_place(const Workspace& workspace, std::string folder,
                               std::optional<std::string> branch) {
  const Result<git::RepositoryPaths> repository = co_await workspace.repositories.find(folder);
  if (!repository) co_return fail(repository.error());
  settings::Settings settings = co_await workspace.settings.read(folder, repository->place());
  for (settings::FolderSettings* of : {&settings.folder, &settings.trusted})
    if (const Result<> read = read_component_setting(workspace, *of); !read) co_return fail(read.error());
  git::CheckoutWishes wishes{.remote_setting = if_set(settings.folder.remote),
                             .branch_argument = std::move(branch),
                             .branch_setting = if_set(settings.folder.branch)};
  Result<git::Checkout> checkout = co_await workspace.repositories.describe(folder, std::move(wishes));
  if (!checkout) co_return fail(checkout.error());
  co_return Place{std::move(folder), std::move(settings), *std::move(checkout)};
}

Task<Result<runs::Run>> find_run(const Workspace& workspace, runs::Runs& runs,
                                 std::optional<std::string> name) {
  std::string root;
  if (!name) root = co_await root_of_call(workspace);
  co_return runs.record().find(name, root);
}

Task<Result<std::vector<runs::Run>>> runs_of_folder(const Services& services) {
  std::string root = co_await root_of_call(services.workspace);
  co_return services.runs.journal().runs({.folder = std::move(root), .origin = services.platform.origin()});
}

} // namespace unify_ls::commands
