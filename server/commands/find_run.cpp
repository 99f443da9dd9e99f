#include "server/commands/find_run.h"

#include "server/base/text.h"
#include "server/commands/place.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

Task<std::string> root_of_call(const Services& services) {
  const Result<std::string> folder = folder_of_call(services, std::nullopt);
  if (!folder) co_return "";
  const auto repository = co_await services.repositories.find(*folder);
  co_return repository ? repository->place() : "";
}

} // namespace

Task<Result<state::JournalRun>> find_run(const Services& services, std::optional<std::string> id) {
  if (id) {
    auto found = services.journal.find(*id);
    if (!found) co_return fail(found.error());
    if (*found) co_return **std::move(found);
    co_return fail(
        ErrorKind::notFound,
        fmt::format("No run `{}` was started from this machine: the list of runs shows those that were.",
                    escaped(*id)));
  }
  const std::string root = co_await root_of_call(services);
  auto runs = services.journal.runs({.folder = root, .origin = services.origin(), .limit = 1});
  if (!runs) co_return fail(runs.error());
  if (runs->empty()) co_return fail(ErrorKind::notFound, "No run was started from this folder yet.");
  co_return runs->front();
}

} // namespace unify_ls::commands
