#include "server/git/git_output.h"

#include "server/base/text.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace unify_ls::git {
namespace {

constexpr std::string_view local_prefix = "refs/heads/";
constexpr std::string_view remote_prefix = "refs/remotes/";

/// Takes off what stands before the next `end`, and `end` itself.
std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t found = std::min(rest.find(end), rest.size());
  const std::string_view taken = rest.substr(0, found);
  rest.remove_prefix(std::min(found + 1, rest.size()));
  return taken;
}

/// What stands behind `prefix`; nothing where the text begins otherwise.
std::string_view behind(std::string_view prefix, std::string_view text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : std::string_view();
}

/// One line of for-each-ref, in the order of refs_arguments.
struct RefLine {
  std::string_view head;
  std::string_view name;
  std::string_view commit;
  std::string_view target;
  std::string_view upstream_remote;
  std::string_view upstream_ref;
};

RefLine read_ref_line(std::string_view line) {
  RefLine ref;
  for (std::string_view* field : {&ref.head, &ref.name, &ref.commit, &ref.target, &ref.upstream_remote}) {
    *field = take_until(line, '\0');
  }
  ref.upstream_ref = line;
  return ref;
}

void add_local(Refs& refs, const RefLine& ref) {
  LocalBranch branch{.name = behind(local_prefix, ref.name), .commit = ref.commit};
  branch.upstream_branch = behind(local_prefix, ref.upstream_ref);
  if (!branch.upstream_branch.empty()) branch.upstream_remote = ref.upstream_remote;
  if (ref.head == "*") refs.checked_out = branch;
  refs.local.push_back(branch);
}

/// git sorts its answer, so what is added comes last and moves nothing.
void add_remote(Refs& refs, const RefLine& ref) {
  std::string_view name = behind(remote_prefix, ref.name);
  constexpr std::string_view head = "/HEAD";
  if (!name.ends_with(head)) {
    refs.remote.emplace_hint(refs.remote.end(), name, ref.commit);
    return;
  }
  name.remove_suffix(head.size());
  const std::string_view target = behind("/", behind(name, behind(remote_prefix, ref.target)));
  if (!target.empty()) refs.heads.emplace(name, target);
}

using Values = std::vector<std::pair<std::string, std::string>>; ///< key and value, in git's order

/// A key's middle: `origin` in `remote.origin.url`. It may hold dots and any letter case.
std::string middle_of(std::string_view key) {
  const std::size_t first = key.find('.');
  const std::size_t last = key.rfind('.');
  return first < last ? std::string(key.substr(first + 1, last - first - 1)) : std::string();
}

/// The `url.<base>.insteadOf` among the values.
Values rewritings(const Values& values) {
  Values found;
  for (const auto& entry : values)
    if (found.size() < max_remotes && entry.first.starts_with("url.") && !entry.second.empty())
      found.push_back(entry);
  return found;
}

/// The URL with the longest of the rewritings that it begins with replaced by its base.
std::string rewritten(const std::string& url, const Values& rewritings) {
  const std::pair<std::string, std::string>* best = nullptr;
  for (const auto& entry : rewritings) {
    const bool fits = url.starts_with(entry.second);
    if (fits && (best == nullptr || entry.second.size() > best->second.size())) best = &entry;
  }
  return best == nullptr ? url : middle_of(best->first) + url.substr(best->second.size());
}

/// git tells the common folder relative to where it ran, and that may have been behind a symlink, so `..` in
/// it leads nowhere certain. It is known all the same: worktrees keep theirs in `<common>/worktrees/<name>`.
std::string common_folder(std::string_view told, const std::string& git_dir) {
  if (told.starts_with('/')) return std::string(told);
  const std::filesystem::path parent = std::filesystem::path(git_dir).parent_path();
  return parent.filename() == "worktrees" ? parent.parent_path().string() : git_dir;
}

void note_origin(std::set<std::string>& files, std::string_view origin) {
  constexpr std::string_view file = "file:";
  if (origin.starts_with(file)) origin.remove_prefix(file.size());
  if (origin.starts_with('/')) files.emplace(origin);
}

} // namespace

std::vector<std::string_view> Refs::branches_of(std::string_view name) const {
  const std::string prefix = std::string(name) + "/";
  std::vector<std::string_view> branches;
  for (auto ref = remote.lower_bound(prefix); ref != remote.end() && ref->first.starts_with(prefix); ++ref)
    branches.push_back(ref->first.substr(prefix.size()));
  return branches;
}

std::optional<std::string_view> Refs::commit_of(std::string_view name, std::string_view branch) const {
  const auto found = remote.find(std::string(name) + "/" + std::string(branch));
  if (found == remote.end()) return std::nullopt;
  return found->second;
}

const Remote* GitSettings::find(std::string_view remote) const {
  const auto found = std::ranges::find(remotes, remote, &Remote::name);
  return found == remotes.end() ? nullptr : &*found;
}

std::vector<std::string> paths_arguments() {
  // The last fails where there is no working copy, and comes last so that the rest is told all the same.
  return {"--is-bare-repository", "--absolute-git-dir", "--git-common-dir", "--show-toplevel"};
}

std::vector<std::string> refs_arguments() {
  return {"--format=%(HEAD)%00%(refname)%00%(objectname)%00%(symref)%00%(upstream:remotename)%00"
          "%(upstream:remoteref)",
          "refs/heads", "refs/remotes"};
}

std::vector<std::string> settings_arguments() {
  return {R"(^(remote\..*\.url|branch\..*\.remote|url\..*\.insteadof)$)"};
}

std::optional<RepositoryPaths> read_paths(std::string_view output) {
  RepositoryPaths paths;
  const std::string_view bare = take_until(output, '\n');
  if (bare != "true" && bare != "false") return std::nullopt;
  paths.bare = bare == "true";
  paths.git_dir = take_until(output, '\n');
  paths.common_dir = common_folder(take_until(output, '\n'), paths.git_dir);
  if (output.ends_with('\n')) output.remove_suffix(1);
  paths.root = output;
  const bool absolute = paths.git_dir.starts_with('/') && paths.common_dir.starts_with('/') &&
                        (paths.root.empty() || paths.root.starts_with('/'));
  // A line break in a path would have moved the lines.
  if (!absolute || paths.root.find('\n') != std::string::npos) return std::nullopt;
  return paths;
}

void add_refs(Refs& refs, std::string_view output) {
  while (!output.empty()) {
    const RefLine ref = read_ref_line(take_until(output, '\n'));
    if (ref.name.size() > max_ref_bytes || !is_valid_utf8(ref.name) || ref.commit.empty()) continue;
    if (ref.name.starts_with(local_prefix)) add_local(refs, ref);
    if (ref.name.starts_with(remote_prefix)) add_remote(refs, ref);
  }
}

GitSettings read_settings(std::string_view output) {
  Values values;
  std::set<std::string> files;
  while (!output.empty()) {
    note_origin(files, take_until(output, '\0'));
    std::string_view entry = take_until(output, '\0');
    std::string key(take_until(entry, '\n'));
    values.emplace_back(std::move(key), entry);
  }
  GitSettings settings{.files = {files.begin(), files.end()}};
  const Values instead_of = rewritings(values);
  std::set<std::string, std::less<>> known;
  for (const auto& [key, value] : values) {
    std::string name = middle_of(key);
    if (!is_valid_utf8(name)) continue;
    if (key.starts_with("branch.")) settings.branch_remotes.insert_or_assign(std::move(name), value);
    // Of several URLs git fetches from the first.
    else if (key.starts_with("remote.") && !value.empty() && known.size() < max_remotes &&
             known.insert(name).second)
      settings.remotes.push_back({std::move(name), rewritten(value, instead_of), value});
  }
  std::ranges::sort(settings.remotes, {}, &Remote::name);
  return settings;
}

} // namespace unify_ls::git
