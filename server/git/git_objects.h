#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Readers of what git tells about the contents of a commit. Pure.
namespace unify_ls::git {

/// An entry of a commit's tree.
struct TreeEntry {
  std::string mode; ///< `100644` a file, `120000` a symlink, `160000` a submodule, `040000` a folder
  std::string object;
  std::optional<std::size_t> size; ///< of a file's contents, in bytes
  std::string path;                ///< from the root; any bytes

  bool is_file() const { return mode == "100644" || mode == "100755" || mode == "100664"; }

  bool is_symlink() const { return mode == "120000"; }

  bool is_submodule() const { return mode == "160000"; }
};

/// Of `ls-tree -z -l`. Entries that cannot be read are left out.
std::vector<TreeEntry> read_tree(std::string_view output);

/// The objects that `cat-file --batch` answered, in the order asked for; nothing in place of one that is
/// missing. Nothing at all where the answer breaks off.
std::optional<std::vector<std::optional<std::string>>> read_batch(std::string_view output);

/// The first line of a commit's message, from the commit's raw text: one printable line of valid UTF-8, cut
/// at `limit` characters.
std::string subject_of(std::string_view commit, std::size_t limit);

} // namespace unify_ls::git
