#pragma once

#include "server/base/task.h"
#include "server/git/listing_budget.h"
#include "server/git/plain_file.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::git {

/// Where workflows live, from the repository's root.
inline constexpr std::string_view workflows_folder = ".cloudbees/workflows";
/// More files there are left out.
inline constexpr std::size_t max_workflow_files = 10'000;
/// Bytes of one workflow file; larger ones are not read.
inline constexpr std::size_t max_workflow_bytes = std::size_t{512} << 10U;

/// A file with a workflow's name in the working copy.
struct WorkingFile {
  std::string name; ///< any bytes
  std::expected<std::string, FileFault> text;
};

struct WorkingCopy {
  std::vector<WorkingFile> files;  ///< sorted by name
  std::optional<std::string> note; ///< one sentence, where the folder could not be read
};

/// Reads the workflow files of the working copy at `root`, as far as the budget goes, and gives way between
/// them. No symlink is followed, neither as a file nor as a folder on the way (git would not look behind one
/// either). What is not a regular file is there with its fault.
Task<WorkingCopy> read_working_copy(std::string root, ListingBudget& budget);

/// Whether two texts differ in nothing but line endings.
bool same_text(std::string_view one, std::string_view other);

} // namespace unify_ls::git
