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

/// A shorter beginning of an id is a slip rather than a name.
constexpr std::size_t shortest_beginning = 3;

Result<state::JournalRun> among(const std::vector<state::JournalRun>& runs, const std::string& name) {
  std::vector<const state::JournalRun*> begin_so;
  for (const state::JournalRun& run : runs) {
    if (name == run.id || name == run.run_id || name == run.run_url) return run;
    const bool begins = run.id.starts_with(name) || run.run_id.starts_with(name);
    if (begins && name.size() >= shortest_beginning) begin_so.push_back(&run);
  }
  if (begin_so.size() == 1) return *begin_so.front();
  if (begin_so.empty())
    return fail(
        ErrorKind::notFound,
        fmt::format("No run `{}` was started from this machine: the list of runs shows those that were.",
                    escaped(name)));
  return fail(ErrorKind::notFound,
              fmt::format("{} runs begin with `{}`: give more of the id.", begin_so.size(), escaped(name)));
}

} // namespace

Task<Result<state::JournalRun>> find_run(const Services& services, std::optional<std::string> name) {
  if (name) {
    auto exact = services.journal.find(*name);
    if (!exact) co_return fail(exact.error());
    if (*exact) co_return **std::move(exact);
    const auto all = services.journal.runs({.limit = state::max_kept_runs});
    if (!all) co_return fail(all.error());
    co_return among(*all, *name);
  }
  const auto runs = co_await runs_of_folder(services, 1);
  if (!runs) co_return fail(runs.error());
  if (runs->empty()) co_return fail(ErrorKind::notFound, "No run was started from this folder yet.");
  co_return runs->front();
}

Task<Result<std::vector<state::JournalRun>>> runs_of_folder(const Services& services, int limit) {
  std::string root = co_await root_of_call(services);
  co_return services.journal.runs({.folder = std::move(root), .origin = services.origin(), .limit = limit});
}

} // namespace unify_ls::commands
