#include "server/commands/branches.h"

#include "server/base/text.h"
#include "server/commands/place.h"
#include "server/commands/questions.h"

#include <algorithm>

namespace unify_ls::commands {
namespace {

std::optional<std::string> folder_of(const protocol::ListEnumParams& params) {
  const json::object* config = params.config ? params.config->if_object() : nullptr;
  const json::value* folder = config ? config->if_contains("folder") : nullptr;
  if (folder == nullptr || !folder->is_string()) return std::nullopt;
  return std::string(folder->get_string());
}

std::vector<std::string> ordered(const git::Checkout& checkout) {
  std::vector<std::string> branches = checkout.branches;
  const auto to_front = [&](const std::optional<std::string>& branch) {
    if (!branch) return;
    const auto found = std::ranges::find(branches, *branch);
    if (found != branches.end()) std::rotate(branches.begin(), found, found + 1);
  };
  to_front(checkout.default_branch);
  to_front(checkout.branch);
  return branches;
}

} // namespace

Task<Result<std::vector<protocol::FormEntry>>> list_branches(const Services& services,
                                                             protocol::ListEnumParams params) {
  const Result<std::string> folder = folder_of_call(services, folder_of(params));
  if (!folder) co_return fail(folder.error());
  const Result<Place> place = co_await open_place(services, *folder, std::nullopt);
  if (!place) co_return fail(place.error());

  const std::string query = lower_ascii(params.query);
  std::vector<protocol::FormEntry> entries;
  for (const std::string& branch : ordered(place->checkout)) {
    if (entries.size() == branch_entries_limit) break;
    if (lower_ascii(branch).contains(query)) entries.push_back({branch, shown(branch)});
  }
  co_return entries;
}

} // namespace unify_ls::commands
