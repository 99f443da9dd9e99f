#include "server/commands/place.h"

#include "server/base/file_uri.h"
#include "server/commands/questions.h"

#include <fmt/format.h>

#include <filesystem>

namespace unify_ls::commands {
namespace {

std::optional<std::string> if_set(const settings::Setting<std::string>& setting) {
  if (setting.value.empty()) return std::nullopt;
  return setting.value;
}

std::string working_directory() {
  std::error_code failed;
  const std::filesystem::path here = std::filesystem::current_path(failed);
  return failed ? "/" : here.string();
}

} // namespace

Result<std::string> folder_of_call(const Services& services, const std::optional<std::string>& folder,
                                   const std::optional<std::string>& file) {
  if (folder) {
    if (std::optional<std::string> path = folder_path(*folder)) return *std::move(path);
    return fail(ErrorKind::notFound,
                fmt::format("`{}` is neither an absolute path nor a file URI.", *folder));
  }
  if (file) {
    if (const std::optional<std::string> path = path_of_uri(*file)) {
      if (std::optional<std::string> containing = services.folders.containing(*path))
        return *std::move(containing);
      return std::filesystem::path(*path).parent_path().string();
    }
  }
  const std::vector<std::string>& open = services.folders.all();
  if (open.empty()) return working_directory();
  if (open.size() == 1) return open.front();
  Error error{.kind = ErrorKind::needsInput, .message = "Several folders are open: say which one is meant."};
  error.missing = {"folder"};
  error.example = fmt::format(R"({{"folder": "{}"}})", uri_of_path(open.front()));
  return fail(std::move(error));
}

Result<std::string> settle_folder(const Services& services, const std::optional<std::string>& folder,
                                  Form& form) {
  const json::value* answer = form.answer("folder");
  const bool answered = !folder && answer != nullptr && answer->is_string();
  Result<std::string> found = folder_of_call(services, answered ? std::string(answer->get_string()) : folder);
  const bool open = !found && found.error().kind == ErrorKind::needsInput;
  if (!answered && !open) return found;
  protocol::FormField question = folder_question(services.folders.all());
  if (found) {
    form.keep(std::move(question));
    return found;
  }
  if (open)
    form.ask(std::move(question));
  else
    form.reject(std::move(question), found.error().message);
  return std::string();
}

Task<Result<Place>> open_place(const Services& services, std::string folder,
                               std::optional<std::string> branch) {
  const Result<git::RepositoryPaths> repository = co_await services.repositories.find(folder);
  if (!repository) co_return fail(repository.error());
  settings::Settings settings = co_await services.settings.read(folder, repository->place());
  git::CheckoutWishes wishes{.remote_setting = if_set(settings.folder.remote),
                             .branch_argument = std::move(branch),
                             .branch_setting = if_set(settings.folder.branch)};
  Result<git::Checkout> checkout = co_await services.repositories.describe(folder, std::move(wishes));
  if (!checkout) co_return fail(checkout.error());
  co_return Place{std::move(folder), std::move(settings), *std::move(checkout)};
}

state::ChoicePlace choice_place(const Services& services, const Place& place) {
  return {.folder = place.root(), .origin = services.origin()};
}

} // namespace unify_ls::commands
