#include "server/git/git_failure.h"

#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace unify_ls::git {
namespace {

Error git_error(std::string message, std::optional<std::string> advice = {}, bool retryable = false) {
  return {.kind = ErrorKind::git,
          .message = std::move(message),
          .retryable = retryable,
          .advice = std::move(advice)};
}

/// The path in `detected dubious ownership in repository at '/path'` (or, of older versions,
/// `unsafe repository ('/path' is owned by someone else)`).
std::optional<std::string> foreign_repository(std::string_view errors) {
  for (const std::string_view before : {"dubious ownership in repository at '", "unsafe repository ('"}) {
    const std::size_t found = errors.find(before);
    if (found == errors.npos) continue;
    const std::string_view rest = errors.substr(found + before.size());
    return std::string(rest.substr(0, std::min(rest.find('\''), rest.size())));
  }
  return std::nullopt;
}

Error exit_failure(const GitCall& call, const ChildOutcome& outcome) {
  const std::string_view errors = outcome.errors;
  const auto says = [&](std::string_view text) { return errors.find(text) != errors.npos; };
  if (const auto path = foreign_repository(errors))
    return git_error(
        fmt::format("Git does not trust the repository at {}, because its files belong to another "
                    "user; if you trust it, tell git so.",
                    workflow::quoted(*path)),
        "git config --global --add safe.directory " + shell_word(*path));
  if (says("not a git repository"))
    return git_error(fmt::format("The folder {} is not in a git repository.", workflow::quoted(call.folder)),
                     "Work in a folder of a git repository");
  if (says("cannot change to"))
    return {.kind = ErrorKind::notFound,
            .message =
                fmt::format("There is no folder {} that can be opened.", workflow::quoted(call.folder))};
  if (says("bad config"))
    return git_error(fmt::format("Git cannot read its configuration in {}; any git command there says which "
                                 "line is wrong.",
                                 workflow::quoted(call.folder)));
  if (lacks_objects(outcome))
    return git_error("This clone was made without all of its contents, and what is needed here is missing.");
  return git_error(fmt::format("Git failed in {} (exit code {}); the same command in a terminal says why.",
                               workflow::quoted(call.folder), outcome.exit_code));
}

} // namespace

Error failure_of(const GitCall& call, const ChildOutcome& outcome) {
  Error error = git_error("");
  switch (outcome.end) {
  case ChildEnd::not_started:
    return git_error("Git could not be started; install git, and see that it is in the PATH of the editor.");
  case ChildEnd::no_room:
    return git_error(
        "Git could not be started, because too many files or programs are open; close some, or raise "
        "the limit (`ulimit -n`).",
        {}, true);
  case ChildEnd::deadline:
    error = git_error(
        fmt::format("Git did not answer in time in {}; try again.", workflow::quoted(call.folder)), {}, true);
    break;
  case ChildEnd::output_limit:
    error = git_error(
        fmt::format("The repository at {} holds more than can be listed (over {} MiB of names or contents).",
                    workflow::quoted(call.folder), call.output_limit >> 20U));
    break;
  case ChildEnd::signalled:
    error =
        git_error(fmt::format("Git was ended by the system in {}; try again.", workflow::quoted(call.folder)),
                  {}, true);
    break;
  case ChildEnd::exited: error = exit_failure(call, outcome); break;
  }
  if (error.kind == ErrorKind::git && !error.advice && outcome.end != ChildEnd::output_limit) {
    std::string command = "git";
    for (const std::string& word : git_words(call)) command += " " + shell_word(word);
    error.advice = command;
  }
  return error;
}

bool lacks_objects(const ChildOutcome& outcome) {
  return outcome.errors.find("promisor remote") != std::string::npos;
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:@%,";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return std::string(word);
  std::string safe = "'";
  for (const char c : word) {
    if (c == '\'') {
      safe += "'\\''";
    } else {
      safe += c;
    }
  }
  return safe + "'";
}

namespace {

std::string fetch_with(std::string_view options, std::string_view root, std::string_view remote,
                       std::string_view branch) {
  std::string command = fmt::format("git -C {} fetch {}{}", shell_word(root), options, shell_word(remote));
  if (!branch.empty())
    command += " " + shell_word(fmt::format("+refs/heads/{0}:refs/remotes/{1}/{0}", branch, remote));
  return command;
}

} // namespace

std::string fetch_command(std::string_view root, std::string_view remote, std::string_view branch) {
  return fetch_with("", root, remote, branch);
}

std::string fetch_object_command(std::string_view root, std::string_view object) {
  return fmt::format("git -C {} cat-file -e {}", shell_word(root), object);
}

std::string fetch_folder_command(std::string_view root, std::string_view commit, std::string_view folder) {
  return fmt::format("git -C {} archive --output=/dev/null {} {}", shell_word(root), commit, folder);
}

std::string refetch_command(std::string_view root, std::string_view remote, std::string_view branch) {
  return fetch_with("--refetch --no-filter ", root, remote, branch);
}

} // namespace unify_ls::git
