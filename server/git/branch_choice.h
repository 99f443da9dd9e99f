#pragma once

#include "server/base/error.h"
#include "server/git/git_output.h"

#include <optional>
#include <string>
#include <string_view>

/// Which remote and which branch are meant. Pure.
namespace unify_ls::git {

/// What was asked for, by whom.
struct CheckoutWishes {
  std::optional<std::string> remote_setting{};
  std::optional<std::string> branch_argument{}; ///< of the command
  std::optional<std::string> branch_setting{};
};

/// Which rule gave the branch, in their order.
enum class BranchRule {
  argument,
  setting,
  upstream,    ///< of the checked-out branch, of its name or of another that the remote lacks
  same_name,   ///< the checked-out branch's name exists on the remote
  remote_head, ///< what the remote's HEAD points at, as last told
  checked_out, ///< there is no remote, so this clone's own branch
  none,        ///< it has to be asked
};

struct BranchChoice {
  BranchRule rule = BranchRule::none;
  std::string name{}; ///< the plain name on the remote; empty when it has to be asked
};

/// The setting, else the remote of the checked-out branch, else `origin`, else the only one. Null where there
/// is no remote at all. Errors: a setting that names none of the remotes; several remotes of which no rule
/// takes one.
Result<const Remote*> choose_remote(const GitSettings& settings, const Refs& refs,
                                    const CheckoutWishes& wishes);

/// The branch of `remote` that a local branch is pushed to: its upstream, unless that has another name and
/// the remote has a branch of the local one's name (a branch that was made from `origin/main` and pushed
/// under its own name still has that as its upstream). Nothing where the remote has neither.
std::optional<std::string> own_branch(const LocalBranch& local, std::string_view remote, const Refs& refs);

/// The branch on `remote` by the rules above; an upstream that is gone is none. A name that is asked for may
/// be `x`, `refs/heads/x`, `origin/x` or `refs/remotes/origin/x`. `remote` may be null. `root` is for the
/// commands in the advice. Errors: a branch asked for that this clone does not have of that remote, with near
/// names and the command that fetches it; a remote from which nothing was ever fetched.
Result<BranchChoice> choose_branch(const GitSettings& settings, const Remote* remote, const Refs& refs,
                                   const CheckoutWishes& wishes, std::string_view root);

/// Whether git would allow a branch of this name.
bool is_possible_branch_name(std::string_view name);

} // namespace unify_ls::git
