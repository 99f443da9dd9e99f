#include "server/git/working_copy.h"

#include "server/base/turn.h"
#include "server/workflow/reader.h"

#include <fmt/format.h>

#include <utility>

namespace unify_ls::git {
namespace {

std::optional<std::string> note_for(FileFault fault) {
  switch (fault) {
  case FileFault::absent: return std::nullopt;
  case FileFault::symlink:
    return fmt::format("{} of the working copy is reached through a symlink, which is not followed.",
                       workflows_folder);
  case FileFault::not_a_file: return fmt::format("{} of the working copy is not a folder.", workflows_folder);
  default: return fmt::format("{} of the working copy cannot be read.", workflows_folder);
  }
}

/// The next character, with a line's end always as LF.
char next_character(std::string_view& rest) {
  if (rest.starts_with("\r\n")) rest.remove_prefix(1);
  const char c = rest.front();
  rest.remove_prefix(1);
  return c;
}

} // namespace

Task<WorkingCopy> read_working_copy(std::string root, ListingBudget& budget) {
  WorkingCopy copy;
  const auto folder = OpenFolder::open(root, workflows_folder);
  if (!folder) {
    copy.note = note_for(folder.error());
    co_return copy;
  }
  auto names = folder->names(max_workflow_files);
  if (!names) {
    copy.note = fmt::format("{} of the working copy holds more than {} files and is not read.",
                            workflows_folder, max_workflow_files);
    names.emplace(1, budget.named());
  }
  for (const std::string& name : *names) {
    co_await give_way();
    if (!workflow::is_workflow_file_name(name) || !budget.allows(name, 0)) continue;
    auto text = folder->read(name, max_workflow_bytes);
    if (text && !budget.allows(name, text->size())) continue;
    const bool gone = !text && text.error() == FileFault::absent;
    if (!gone) copy.files.push_back({name, std::move(text)});
  }
  co_return copy;
}

bool same_text(std::string_view one, std::string_view other) {
  if (one == other) return true;
  while (!one.empty() && !other.empty())
    if (next_character(one) != next_character(other)) return false;
  return one.empty() && other.empty();
}

} // namespace unify_ls::git
