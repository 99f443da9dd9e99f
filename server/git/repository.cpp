#include "server/git/repository.h"

#include "server/base/text.h"
#include "server/base/together.h"
#include "server/base/turn.h"
#include "server/git/fetch_time.h"
#include "server/git/git_failure.h"
#include "server/git/git_folder.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace unify_ls::git {
namespace {

/// More folders than an editor has open at once.
constexpr std::size_t max_known_folders = 64;

/// Of git's answer about remotes and the branches that belong to them.
constexpr std::size_t max_settings_bytes = std::size_t{2} << 20U;

/// Bytes of references that are read in one go.
constexpr std::size_t refs_at_once = std::size_t{64} << 10U;

/// Checked before git is started: it would wait for its deadline, and then the next call again.
Result<> check_files(const std::string& dot_git) {
  const std::optional<std::string> waiting = waiting_file(dot_git);
  if (!waiting) return {};
  return fail(ErrorKind::git,
              fmt::format("{} is a pipe or a device, and git would wait for it forever; remove it.",
                          workflow::quoted(*waiting)));
}

Task<Refs> read_refs_in_turns(std::string output) {
  Refs refs{.text = std::make_shared<const std::string>(std::move(output))};
  std::string_view rest = *refs.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n', std::min(refs_at_once, rest.size()));
    const std::string_view piece = rest.substr(0, end == rest.npos ? end : end + 1);
    add_refs(refs, piece);
    rest.remove_prefix(piece.size());
    co_await give_way();
  }
  co_return refs;
}

Result<RepositoryPaths> paths_from(const GitCall& call, const ChildOutcome& outcome) {
  const bool only_bare =
      outcome.end == ChildEnd::exited && outcome.errors.find("in a work tree") != std::string::npos;
  if (!outcome.succeeded() && !only_bare) return fail(failure_of(call, outcome));
  if (std::optional<RepositoryPaths> paths = read_paths(outcome.output)) return std::move(*paths);
  return fail(ErrorKind::git,
              fmt::format("The repository of {} lies at a path that cannot be used; move it to one "
                          "without line breaks.",
                          workflow::quoted(call.folder)));
}

Result<GitSettings> settings_from(const GitCall& call, const ChildOutcome& outcome) {
  const bool none = outcome.end == ChildEnd::exited && outcome.exit_code == 1 && outcome.output.empty();
  if (!outcome.succeeded() && !none) return fail(failure_of(call, outcome));
  return read_settings(outcome.output);
}

const LocalBranch* local_branch_for(const Refs& refs, const std::string& remote, const std::string& branch) {
  const auto belongs = [&](const LocalBranch& local) { return own_branch(local, remote, refs) == branch; };
  if (refs.checked_out && belongs(*refs.checked_out)) return &*refs.checked_out;
  auto found = std::ranges::find(refs.local, branch, &LocalBranch::name);
  if (found == refs.local.end())
    found = std::ranges::find_if(refs.local, [&](const LocalBranch& local) {
      return local.upstream_branch == branch && belongs(local); // the first is cheap and rules out most
    });
  return found == refs.local.end() ? nullptr : &*found;
}

Task<std::vector<std::string>> copied_in_turns(std::vector<std::string_view> names) {
  std::vector<std::string> copies;
  copies.reserve(names.size());
  for (const std::string_view name : names) {
    copies.emplace_back(name);
    if (turn_is_over()) co_await next_turn();
  }
  co_return copies;
}

/// Everything of a checkout that no program has to be asked for any more.
void fill_in_branch(Checkout& checkout, const Refs& refs, BranchChoice choice) {
  checkout.rule = choice.rule;
  if (!choice.name.empty()) checkout.branch = std::move(choice.name);
  if (refs.checked_out) checkout.checked_out = refs.checked_out->name;
  if (!checkout.remote) return;
  const std::string& remote = checkout.remote->name;
  if (const auto head = refs.heads.find(remote); head != refs.heads.end())
    checkout.default_branch = head->second;
  if (!checkout.branch) return;
  checkout.commit = refs.commit_of(remote, *checkout.branch);
  if (checkout.commit)
    checkout.fetched_at = fetched_at(checkout.repository, remote, *checkout.branch, *checkout.commit);
}

} // namespace

std::string real_folder(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, failed);
  return failed ? path : real.string();
}

std::string real_path(const std::string& file) {
  const std::filesystem::path path(file);
  return (std::filesystem::path(real_folder(path.parent_path().string())) / path.filename()).string();
}

std::string repository_folder(const std::string& folder) {
  std::error_code ignored;
  // A `.git` is a folder, or the file of a worktree or submodule.
  for (std::filesystem::path here(real_folder(folder));; here = here.parent_path()) {
    if (std::filesystem::exists(here / ".git", ignored)) return here.string();
    if (here == here.parent_path()) return {};
  }
}

Task<Result<RepositoryPaths>> Repositories::find(std::string folder) {
  const Result<> readable = check_files(nearest_dot_git(folder));
  if (!readable) co_return fail(readable.error());
  if (const Known* known = still_known(folder)) co_return known->paths;
  Result<Learned> learned = co_await learn(folder);
  if (!learned) co_return fail(learned.error());
  keep(folder, learned->paths, std::move(learned->settings));
  co_return std::move(learned->paths);
}

Task<Result<Checkout>> Repositories::describe(std::string folder, CheckoutWishes wishes) {
  const Result<Refs> refs = co_await look(folder);
  if (!refs) co_return fail(refs.error());
  // A copy: what is kept may be thrown away while git is asked again below.
  const Known known = known_.at(folder);

  co_await give_way();
  const Result<const Remote*> remote = choose_remote(known.settings, *refs, wishes);
  if (!remote) co_return fail(remote.error());
  Result<BranchChoice> choice = choose_branch(known.settings, *remote, *refs, wishes, known.paths.place());
  if (!choice) co_return fail(choice.error());

  Checkout checkout{.repository = known.paths, .remotes = known.settings.remotes};
  if (*remote != nullptr) checkout.remote = **remote;
  if (checkout.remote) {
    co_await give_way();
    checkout.branches = co_await copied_in_turns(refs->branches_of(checkout.remote->name));
  }
  fill_in_branch(checkout, *refs, std::move(*choice));
  co_await give_way();
  if (!checkout.commit) co_return checkout;

  const LocalBranch* local = local_branch_for(*refs, checkout.remote->name, *checkout.branch);
  if (local == nullptr) co_return checkout;
  const bool checked_out = refs->checked_out && refs->checked_out->name == local->name;
  const std::optional<unsigned> unpushed =
      co_await count_unpushed(folder, std::string(local->commit), *checkout.commit);
  checkout.local =
      LocalSide{.branch = std::string(local->name), .checked_out = checked_out, .unpushed = unpushed};
  co_return checkout;
}

/// Null where nothing is kept of this folder, or what is kept may be out of date.
Repositories::Known* Repositories::still_known(const std::string& folder) {
  const auto found = known_.find(folder);
  if (found == known_.end()) return nullptr;
  Known& known = found->second;
  const bool unchanged =
      known.root == repository_folder(folder) && std::ranges::all_of(known.watched, [](const Watched& file) {
        return stamp_of(file.path) == file.stamp;
      });
  return unchanged ? &known : nullptr;
}

/// The references of now. After success the folder is among those known.
Task<Result<Refs>> Repositories::look(std::string folder) {
  if (still_known(folder) == nullptr) co_return co_await look_first(std::move(folder));
  const Result<> readable = check_files(nearest_dot_git(folder));
  if (!readable) co_return fail(readable.error());
  Result<std::string> output = co_await git_.run(
      {.command = GitCommand::for_each_ref, .folder = folder, .arguments = refs_arguments()});
  if (!output) co_return fail(output.error());
  // Another call may have made room by forgetting this folder.
  if (!known_.contains(folder)) co_return co_await look_first(std::move(folder));
  co_return co_await read_refs_in_turns(*std::move(output));
}

Task<Result<Refs>> Repositories::look_first(std::string folder) {
  const Result<> readable = check_files(nearest_dot_git(folder));
  if (!readable) co_return fail(readable.error());
  const GitCall refs_call{
      .command = GitCommand::for_each_ref, .folder = folder, .arguments = refs_arguments()};
  auto [learned, refs_outcome] = co_await together(learn(folder), git_.try_run(refs_call));
  if (!learned) co_return fail(learned.error());
  if (!refs_outcome.succeeded()) co_return fail(failure_of(refs_call, refs_outcome));
  keep(folder, std::move(learned->paths), std::move(learned->settings));
  co_return co_await read_refs_in_turns(std::move(refs_outcome.output));
}

Task<Result<Repositories::Learned>> Repositories::learn(std::string folder) {
  const GitCall paths_call{
      .command = GitCommand::rev_parse, .folder = folder, .arguments = paths_arguments()};
  const GitCall settings_call{.command = GitCommand::config_get_regexp,
                              .folder = folder,
                              .arguments = settings_arguments(),
                              .output_limit = max_settings_bytes};
  const auto [paths_outcome, settings_outcome] =
      co_await together(git_.try_run(paths_call), git_.try_run(settings_call));

  Result<RepositoryPaths> paths = paths_from(paths_call, paths_outcome);
  if (!paths) co_return fail(paths.error());
  Result<GitSettings> settings = settings_from(settings_call, settings_outcome);
  if (!settings) co_return fail(settings.error());
  co_return Learned{*std::move(paths), *std::move(settings)};
}

void Repositories::keep(const std::string& folder, RepositoryPaths paths, GitSettings settings) {
  if (known_.size() >= max_known_folders && !known_.contains(folder)) known_.clear();
  std::vector<std::string> files = git_.user_configuration_files();
  files.push_back(paths.common_dir + "/config");
  files.push_back(paths.git_dir + "/config.worktree");
  files.insert(files.end(), settings.files.begin(), settings.files.end());
  std::vector<Watched> watched;
  watched.reserve(files.size());
  for (std::string& file : files) {
    const std::optional<FileStamp> stamp = stamp_of(file);
    watched.push_back({std::move(file), stamp});
  }
  known_.insert_or_assign(folder, Known{.paths = std::move(paths),
                                        .settings = std::move(settings),
                                        .root = repository_folder(folder),
                                        .watched = std::move(watched)});
}

Task<std::optional<unsigned>> Repositories::count_unpushed(std::string folder, std::string local,
                                                           std::string remote) {
  if (local == remote) co_return 0;
  const auto before = known_.find(folder);
  if (before != known_.end()) {
    const auto& distance = before->second.distance;
    if (distance && distance->local == local && distance->remote == remote) co_return distance->commits;
  }
  const Result<std::string> output = co_await git_.run(
      {.command = GitCommand::rev_list,
       .folder = folder,
       .arguments = {"--count", fmt::format("--max-count={}", max_counted_commits), local, "^" + remote}});
  unsigned commits = 0;
  if (!output) co_return std::nullopt;
  const std::string_view number = trimmed(*output);
  if (std::from_chars(number.data(), number.data() + number.size(), commits).ec != std::errc())
    co_return std::nullopt;
  const auto after = known_.find(folder);
  if (after != known_.end()) after->second.distance = Distance{std::move(local), std::move(remote), commits};
  co_return commits;
}

} // namespace unify_ls::git
