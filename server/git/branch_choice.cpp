#include "server/git/branch_choice.h"

#include "server/git/git_failure.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace unify_ls::git {
namespace {

using workflow::did_you_mean;
using workflow::quoted_list;

/// Branches that a name nobody knows is compared with.
constexpr std::size_t max_compared_branches = 10'000;

/// What is asked for, and by which of the two.
BranchChoice asked_branch(const CheckoutWishes& wishes) {
  if (wishes.branch_argument && !wishes.branch_argument->empty())
    return {BranchRule::argument, *wishes.branch_argument};
  if (wishes.branch_setting && !wishes.branch_setting->empty())
    return {BranchRule::setting, *wishes.branch_setting};
  return {};
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

/// The branch that a name means: `main` for `refs/heads/main`, `origin/main` and `refs/remotes/origin/main`
/// too, unless the remote has a branch of exactly that name.
std::string plain_branch_name(std::string_view name, const Remote* remote, const Refs& refs) {
  if (remote == nullptr) return std::string(without_prefix(name, "refs/heads/"));
  if (refs.commit_of(remote->name, name)) return std::string(name);
  name = without_prefix(name, "refs/heads/");
  if (refs.commit_of(remote->name, name)) return std::string(name);
  return std::string(without_prefix(without_prefix(name, "refs/remotes/"), remote->name + "/"));
}

std::vector<std::string> names_of(const std::vector<Remote>& remotes) {
  std::vector<std::string> names;
  names.reserve(remotes.size());
  for (const Remote& remote : remotes) names.push_back(remote.name);
  return names;
}

/// The remote that `fork/main` names beside the one that is meant; null for any other text.
const Remote* other_remote_in(std::string_view branch, const GitSettings& settings, const Remote& remote,
                              const Refs& refs) {
  for (const Remote& other : settings.remotes) {
    const std::string prefix = other.name + "/";
    if (other.name != remote.name && branch.starts_with(prefix) &&
        refs.commit_of(other.name, branch.substr(prefix.size())))
      return &other;
  }
  return nullptr;
}

std::unexpected<Error> missing_branch(std::string_view branch, const Remote& remote, const Refs& refs,
                                      const GitSettings& settings, std::string_view root) {
  if (const Remote* other = other_remote_in(branch, settings, remote, refs))
    return fail({.kind = ErrorKind::notFound,
                 .message = fmt::format("{} is a branch of the remote {}, and {} is meant here.",
                                        workflow::quoted(branch), workflow::quoted(other->name),
                                        workflow::quoted(remote.name)),
                 .advice = fmt::format("Choose it with the setting `remote`: {}", other->name)});
  std::vector<std::string> known;
  for (const std::string_view name : refs.branches_of(remote.name))
    if (known.size() < max_compared_branches) known.emplace_back(name);
  Error error{.kind = ErrorKind::notFound,
              .message =
                  fmt::format("This clone knows no branch {} of the remote {}.{}", workflow::quoted(branch),
                              workflow::quoted(remote.name), did_you_mean(branch, known))};
  if (is_possible_branch_name(branch)) error.advice = fetch_command(root, remote.name, branch);
  return fail(std::move(error));
}

bool has_branches_of(const Refs& refs, const std::string& remote) {
  const std::string prefix = remote + "/";
  const auto first = refs.remote.lower_bound(prefix);
  return first != refs.remote.end() && first->first.starts_with(prefix);
}

std::unexpected<Error> nothing_fetched(const Remote& remote, std::string_view root) {
  return fail({.kind = ErrorKind::notFound,
               .message = fmt::format("This clone has no branches of the remote {} yet; fetch them.",
                                      workflow::quoted(remote.name)),
               .advice = fetch_command(root, remote.name, "*")});
}

BranchChoice branch_by_rules(const Remote& remote, const Refs& refs) {
  if (const auto& here = refs.checked_out) {
    const std::optional<std::string> own = own_branch(*here, remote.name, refs);
    const bool tracked = own && here->upstream_remote == remote.name && here->upstream_branch == *own;
    if (own) return {tracked ? BranchRule::upstream : BranchRule::same_name, *own};
  }
  const auto head = refs.heads.find(remote.name);
  if (head != refs.heads.end() && refs.commit_of(remote.name, head->second))
    return {BranchRule::remote_head, std::string(head->second)};
  return {};
}

} // namespace

Result<const Remote*> choose_remote(const GitSettings& settings, const Refs& refs,
                                    const CheckoutWishes& wishes) {
  const std::vector<std::string> names = names_of(settings.remotes);
  if (wishes.remote_setting && !wishes.remote_setting->empty()) {
    if (const Remote* remote = settings.find(*wishes.remote_setting)) return remote;
    return fail(ErrorKind::settings,
                fmt::format("The setting \"remote\" names {}, which this repository does not have{}",
                            workflow::quoted(*wishes.remote_setting),
                            names.empty() ? "." : fmt::format("; it has {}.", quoted_list(names))));
  }
  if (refs.checked_out) {
    const auto own = settings.branch_remotes.find(refs.checked_out->name);
    const Remote* remote = own == settings.branch_remotes.end() ? nullptr : settings.find(own->second);
    if (remote != nullptr) return remote;
  }
  if (const Remote* origin = settings.find("origin")) return origin;
  if (settings.remotes.size() > 1)
    return fail(ErrorKind::settings,
                fmt::format("This repository has the remotes {}; say which one is meant with "
                            "the setting \"remote\".",
                            quoted_list(names)));
  return settings.remotes.empty() ? nullptr : &settings.remotes.front();
}

std::optional<std::string> own_branch(const LocalBranch& local, std::string_view remote, const Refs& refs) {
  if (refs.commit_of(remote, local.name)) return std::string(local.name);
  if (local.upstream_remote == remote && refs.commit_of(remote, local.upstream_branch))
    return std::string(local.upstream_branch);
  return std::nullopt;
}

Result<BranchChoice> choose_branch(const GitSettings& settings, const Remote* remote, const Refs& refs,
                                   const CheckoutWishes& wishes, std::string_view root) {
  BranchChoice asked = asked_branch(wishes);
  if (!asked.name.empty()) asked.name = plain_branch_name(asked.name, remote, refs);
  if (remote == nullptr) {
    if (asked.name.empty() && refs.checked_out)
      return BranchChoice{BranchRule::checked_out, std::string(refs.checked_out->name)};
    return asked;
  }
  if (!asked.name.empty()) {
    if (refs.commit_of(remote->name, asked.name)) return asked;
    return missing_branch(asked.name, *remote, refs, settings, root);
  }
  if (!has_branches_of(refs, remote->name)) return nothing_fetched(*remote, root);
  return branch_by_rules(*remote, refs);
}

bool is_possible_branch_name(std::string_view name) {
  constexpr std::size_t max_length = 255;
  if (name.empty() || name.size() > max_length || name == "@" || name == "HEAD") return false;
  if (name.starts_with('-') || name.starts_with('/') || name.ends_with('/') || name.ends_with('.'))
    return false;
  for (const std::string_view never : {"..", "//", "@{", "/.", ".lock/"})
    if (name.find(never) != name.npos) return false;
  if (name.starts_with('.') || name.ends_with(".lock")) return false;
  return std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || std::string_view("~^:?*[\\").contains(c);
  });
}

} // namespace unify_ls::git
