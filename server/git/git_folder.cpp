#include "server/git/git_folder.h"

#include "server/base/text.h"
#include "server/git/plain_file.h"

#include <array>
#include <filesystem>

namespace unify_ls::git {
namespace {

namespace fs = std::filesystem;

/// What git reads of the folder of a worktree, and of the one that all worktrees share.
constexpr std::array read_early{"HEAD",
                                "commondir",
                                "config",
                                "config.worktree",
                                "index",
                                "info/grafts",
                                "objects/info/alternates",
                                "objects/info/commit-graph",
                                "packed-refs",
                                "shallow"};

constexpr std::size_t max_link_bytes = 8192;

/// The folder that the file of a worktree or submodule (`gitdir: <path>`) leads to.
fs::path folder_of(const fs::path& dot_git) {
  std::error_code ignored;
  if (fs::is_directory(dot_git, ignored)) return dot_git;
  const auto text = read_plain_file(dot_git.string(), max_link_bytes);
  constexpr std::string_view prefix = "gitdir: ";
  if (!text || !text->starts_with(prefix)) return dot_git;
  return dot_git.parent_path() / trimmed(std::string_view(*text).substr(prefix.size()));
}

bool makes_wait(const fs::path& file) {
  std::error_code ignored;
  switch (fs::status(file, ignored).type()) {
  case fs::file_type::fifo:
  case fs::file_type::socket:
  case fs::file_type::character:
  case fs::file_type::block: return true;
  default: return false;
  }
}

} // namespace

std::string nearest_dot_git(const std::string& folder) {
  std::error_code ignored;
  fs::path here(folder);
  for (;;) {
    const fs::path candidate = here / ".git";
    if (fs::exists(candidate, ignored)) return candidate.string();
    if (here == here.parent_path()) return {};
    here = here.parent_path();
  }
}

std::optional<std::string> waiting_file(const std::string& dot_git) {
  const fs::path own = folder_of(dot_git);
  const fs::path above = own.parent_path();
  const bool worktree = above.filename() == "worktrees";
  for (const fs::path& folder : {own, worktree ? above.parent_path() : own})
    for (const char* name : read_early)
      if (makes_wait(folder / name)) return (folder / name).string();
  return std::nullopt;
}

} // namespace unify_ls::git
