#pragma once

#include "server/commands/services.h"

#include <vector>

namespace unify_ls::commands {

/// Entries of one answer to interactive/listEnum; a person narrows a longer list by typing.
inline constexpr std::size_t branch_entries_limit = 200;

/// The branches of the folder's remote that match a query: the one that is meant first, then the remote's own
/// default branch, then the others in order.
Task<Result<std::vector<protocol::FormEntry>>> list_branches(const Services& services,
                                                             protocol::ListEnumParams params);

} // namespace unify_ls::commands
