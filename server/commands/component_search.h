#pragma once

#include "server/base/error.h"
#include "server/base/task.h"
#include "server/platform/api.h"
#include "server/state/component_record.h"

#include <string>
#include <vector>

/// Looking for components on the platform, organization by organization. One that answers with an error is
/// passed over, since the next may answer; a network that is down or a token that is no good ends the search.
namespace unify_ls::commands {

/// More components than this are not offered; a list is searched by eye.
inline constexpr std::size_t most_candidates = 2'000;

enum class Wanted { the_one, all };

struct ComponentSearchResult {
  /// Those whose repository has one of the addresses.
  std::vector<state::ComponentRecord> of_repository{};
  /// All that the token sees: those of this repository first, then those of the same path on other hosts.
  /// Left out where one was found and no more were wanted.
  std::vector<state::ComponentRecord> all{};
  /// Organizations that could not be searched, and why: "Acme (status 403)".
  std::vector<std::string> passed_over{};
};

/// Looks for the components of a repository that may have several addresses, in one organization or, with an
/// empty id, in all that the token sees. An Error when none of them answers.
Task<Result<ComponentSearchResult>> search_components(platform::Api& api, std::string organization_id,
                                                      std::vector<std::string> addresses, Wanted wanted);

/// Any component that the token sees, by its id.
Task<Result<state::ComponentRecord>> component_by_id(platform::Api& api, std::string organization_id,
                                                     std::string component_id);

} // namespace unify_ls::commands
