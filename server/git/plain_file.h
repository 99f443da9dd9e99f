#pragma once

#include "server/base/descriptor.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files of a folder that nobody vouches for: a name there may be a symlink that leads away, a pipe that
/// never answers, or endless. No call here follows, waits or reads on.
namespace unify_ls::git {

/// Tells whether a file is still the one that was seen: its place on the disk, size and times.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified = 0; ///< nanoseconds
  std::int64_t changed = 0;  ///< nanoseconds; a program can set the other time, but not this one

  bool operator==(const FileStamp&) const = default;
};

/// Of what the path leads to, symlinks followed. Nothing where there is nothing.
std::optional<FileStamp> stamp_of(const std::string& path);

enum class FileFault {
  absent,
  symlink,
  not_a_file, ///< a folder, a pipe, a socket, a device
  too_large,
  unreadable,
};

/// A folder that is open, so that all its files are read from the one that was checked.
class OpenFolder {
 public:
  /// Opens `root` (symlinks followed) and then `steps` (`a/b`) below it, none of which may be a symlink.
  static std::expected<OpenFolder, FileFault> open(const std::string& root, std::string_view steps);

  /// The names in it, sorted by bytes, without `.` and `..`; nothing when there are more than `limit`.
  std::optional<std::vector<std::string>> names(std::size_t limit) const;

  /// The whole text of a regular file directly in it.
  std::expected<std::string, FileFault> read(const std::string& name, std::size_t limit) const;

 private:
  explicit OpenFolder(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  Descriptor descriptor_;
};

/// The whole text of a regular file at an absolute path. Only its last step may not be a symlink.
std::expected<std::string, FileFault> read_plain_file(const std::string& path, std::size_t limit);

} // namespace unify_ls::git
