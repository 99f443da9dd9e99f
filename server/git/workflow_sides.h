#pragma once

#include "server/git/git_objects.h"
#include "server/git/repository.h"
#include "server/git/workflow_files.h"
#include "server/git/working_copy.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The two sides of a workflow file, the remote branch's and the working copy's, and what is wrong with either.
namespace unify_ls::git {

/// A file on the remote branch.
struct RemoteFile {
  std::string name{}; ///< any bytes
  std::string object{};
  std::size_t size = 0; ///< 0 where there is a problem; a guess where git tells none
  std::shared_ptr<const std::string> text{};
  std::optional<std::string> problem{};
  std::optional<std::string> remedy{}; ///< a command that does away with the problem
};

/// Below the repository's root.
std::string path_of(std::string_view name);

/// Why an entry of the tree is not read; nothing for a file that can be. `too_large`: git says so where it tells no
/// sizes.
std::optional<std::string> problem_of_entry(const TreeEntry& entry, bool too_large);

/// The file of a clone that should have all objects and does not.
void mark_damaged(RemoteFile& file, const Checkout& checkout);

/// A partial clone's file whose text was never fetched.
void mark_missing(RemoteFile& file, const std::string& folder);

/// The list's entry for a name, with what both sides have of it.
WorkflowFile entry_for(const std::string& name);
void add_remote_side(WorkflowFile& file, const RemoteFile& remote);
void add_working_side(WorkflowFile& file, WorkingFile& working, const std::string& root);

/// Texts of files whose names cannot be used are of no use either.
void drop_texts_of_bad_name(WorkflowFile& file, const std::string& name);

} // namespace unify_ls::git
