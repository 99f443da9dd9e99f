#include "server/git/plain_file.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace unify_ls::git {
namespace {

constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
/// O_NONBLOCK: opening a pipe without a writer would wait for one.
constexpr int file_flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;

FileFault fault_of(int error) {
  switch (error) {
  case ENOENT: return FileFault::absent;
  case ELOOP: return FileFault::symlink;
  case ENXIO: return FileFault::not_a_file; // a socket, or a pipe
  default: return FileFault::unreadable;
  }
}

/// With O_DIRECTORY a symlink is told as ENOTDIR, like a file: look which it is.
FileFault fault_of_folder(int error, int parent, const char* name) {
  if (error != ENOTDIR) return fault_of(error);
  struct stat info{};
  const bool link = ::fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(info.st_mode);
  return link ? FileFault::symlink : FileFault::not_a_file;
}

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

/// Reads an open file. Its size is only a hint: it may grow, and in some file systems it is 0.
std::expected<std::string, FileFault> read_open(int file, std::size_t limit) {
  struct stat info{};
  if (::fstat(file, &info) != 0) return std::unexpected(FileFault::unreadable);
  if (!S_ISREG(info.st_mode)) return std::unexpected(FileFault::not_a_file);
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size > limit) return std::unexpected(FileFault::too_large);
  std::string text;
  std::size_t filled = 0;
  for (;;) {
    text.resize(std::max(size + 1, filled + 4096));
    const ssize_t count = ::read(file, text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(FileFault::unreadable);
    filled += static_cast<std::size_t>(count);
    if (filled > limit) return std::unexpected(FileFault::too_large);
    if (count == 0) break;
  }
  text.resize(filled);
  return text;
}

std::expected<std::string, FileFault> read_at(int folder, const char* path, std::size_t limit) {
  const Descriptor file(::openat(folder, path, file_flags));
  if (!file.is_open()) return std::unexpected(fault_of(errno));
  return read_open(*file, limit);
}

} // namespace

std::optional<FileStamp> stamp_of(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return FileStamp{.device = info.st_dev,
                   .inode = info.st_ino,
                   .size = static_cast<std::uint64_t>(info.st_size),
                   .modified = nanoseconds(info.st_mtim),
                   .changed = nanoseconds(info.st_ctim)};
}

std::expected<OpenFolder, FileFault> OpenFolder::open(const std::string& root, std::string_view steps) {
  Descriptor folder(::open(root.c_str(), folder_flags));
  if (!folder.is_open()) return std::unexpected(fault_of_folder(errno, AT_FDCWD, root.c_str()));
  while (!steps.empty()) {
    const std::size_t end = std::min(steps.find('/'), steps.size());
    const std::string step(steps.substr(0, end));
    steps.remove_prefix(std::min(end + 1, steps.size()));
    Descriptor next(::openat(*folder, step.c_str(), folder_flags | O_NOFOLLOW));
    if (!next.is_open()) return std::unexpected(fault_of_folder(errno, *folder, step.c_str()));
    folder = std::move(next);
  }
  return OpenFolder(std::move(folder));
}

std::optional<std::vector<std::string>> OpenFolder::names(std::size_t limit) const {
  std::vector<std::string> found;
  // The stream takes over the descriptor it is given, so it gets one of its own.
  const int own = ::openat(*descriptor_, ".", folder_flags);
  DIR* stream = own < 0 ? nullptr : ::fdopendir(own);
  if (stream == nullptr) {
    if (own >= 0) ::close(own);
    return found;
  }
  while (const dirent* entry = ::readdir(stream)) {
    const std::string_view name = static_cast<const char*>(entry->d_name);
    if (name == "." || name == "..") continue;
    found.emplace_back(name);
    if (found.size() > limit) break;
  }
  ::closedir(stream);
  if (found.size() > limit) return std::nullopt;
  std::ranges::sort(found);
  return found;
}

std::expected<std::string, FileFault> OpenFolder::read(const std::string& name, std::size_t limit) const {
  return read_at(*descriptor_, name.c_str(), limit);
}

std::expected<std::string, FileFault> read_plain_file(const std::string& path, std::size_t limit) {
  return read_at(AT_FDCWD, path.c_str(), limit);
}

} // namespace unify_ls::git
