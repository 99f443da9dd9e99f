#include "server/credentials/file.h"

#include "server/base/descriptor.h"
#include "server/base/origin.h"
#include "server/credentials/key_values.h"
#include "server/credentials/pasted.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

// The system's file calls are kept inside this file.

namespace unify_ls::credentials {
namespace {

constexpr std::size_t file_limit = longest_token + 1024;
constexpr mode_t others = S_IRWXG | S_IRWXO;

/// "https://host:8443" as a file name. Two origins could share one only by an odd host name, and the file
/// says which it is for.
std::string file_name(const OriginParts& origin) {
  std::string name = fmt::format("{}_{}", origin.scheme, origin.host);
  for (char& c : name)
    if (c == ':' || c == '[' || c == ']') c = '_';
  return name;
}

std::unexpected<Error> cannot(std::string_view what, const std::string& path) {
  const int number = errno;
  return fail(ErrorKind::secretStore,
              fmt::format("{} {} failed ({}): check the folder, or choose another store with the setting "
                          "tokenStore.",
                          what, path, std::strerror(number)));
}

/// Nobody else may own, read or change it.
Result<void> check_guarded(const struct stat& info, const std::string& path, mode_t wanted) {
  if (info.st_uid != ::geteuid())
    return fail(
        ErrorKind::secretStore,
        fmt::format("{} belongs to another user and is not read: remove it and store the token again.",
                    path));
  if ((info.st_mode & others) != 0)
    return fail(
        ErrorKind::secretStore,
        fmt::format("Others can reach {}, so its token is not used: run chmod {:o} '{}' and store a new "
                    "token.",
                    path, wanted, path));
  return {};
}

/// The folder, opened without following a link; nothing when there is none.
Result<std::optional<Descriptor>> open_folder(const std::string& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder.is_open() && errno == ENOENT) return std::optional<Descriptor>();
  struct stat info{};
  if (!folder.is_open() || ::fstat(*folder, &info) != 0) return cannot("Opening the folder", path);
  if (const Result<void> guarded = check_guarded(info, path, 0700); !guarded) return fail(guarded.error());
  return std::optional(std::move(folder));
}

Result<void> make_folders(const std::string& path) {
  for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) return cannot("Making the folder", part);
    if (slash == std::string::npos) return {};
  }
}

/// The whole file; `into` stays empty when there is none.
Result<void> read_file(int folder, const std::string& name, const std::string& path, WipedText& into) {
  const Descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT) return {};
  struct stat info{};
  if (!file.is_open() || ::fstat(*file, &info) != 0) return cannot("Opening", path);
  if (!S_ISREG(info.st_mode))
    return fail(
        ErrorKind::secretStore,
        fmt::format("{} is not a plain file and is not read: remove it and store the token again.", path));
  if (const Result<void> guarded = check_guarded(info, path, 0600); !guarded) return guarded;
  into.text.resize(file_limit);
  const ssize_t count = ::read(*file, into.text.data(), into.text.size());
  if (count < 0) return cannot("Reading", path);
  into.text.resize(static_cast<std::size_t>(count));
  return {};
}

bool write_and_sync(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

/// Beside the file under a name of our own, then moved over it: a reader sees the old one or the new one,
/// whole.
Result<void> replace_file(int folder, const std::string& name, const std::string& path,
                          std::string_view text) {
  const std::string fresh = fmt::format("{}.new-{}", name, ::getpid());
  ::unlinkat(folder, fresh.c_str(), 0); // of a process that had our number and was killed
  const Descriptor file(
      ::openat(folder, fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) return cannot("Writing", path);
  if (::fchmod(*file, 0600) == 0 && write_and_sync(*file, text) &&
      ::renameat(folder, fresh.c_str(), folder, name.c_str()) == 0 && ::fsync(folder) == 0)
    return {};
  std::unexpected<Error> failure = cannot("Writing", path);
  ::unlinkat(folder, fresh.c_str(), 0);
  return failure;
}

} // namespace

Task<Result<std::optional<Secret>>> FileStore::get(std::string_view origin, Patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const Result<std::optional<Descriptor>> folder = open_folder(folder_);
  if (!folder) co_return fail(folder.error());
  if (!*folder) co_return std::optional<Secret>();
  const std::string name = file_name(*exact);
  const std::string path = folder_ + "/" + name;
  WipedText text;
  const Result<void> read = read_file(***folder, name, path, text);
  if (!read) co_return fail(read.error());
  if (text.text.empty()) co_return std::optional<Secret>();
  const std::optional<std::string_view> token = value_of(text.text, "token");
  if (value_of(text.text, "origin") == origin && token) co_return std::optional(Secret(*token));
  co_return fail(ErrorKind::secretStore,
                 fmt::format("{} does not hold a token of {}: store the token again.", path, origin));
}

Task<Result<void>> FileStore::put(std::string_view origin, const Secret& token, Patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  if (folder_.empty())
    co_return fail(ErrorKind::secretStore, "There is no home folder to keep a token file in: set HOME.");
  const Result<void> made = make_folders(folder_);
  if (!made) co_return fail(made.error());
  const Result<std::optional<Descriptor>> folder = open_folder(folder_);
  if (!folder) co_return fail(folder.error());
  if (!*folder) co_return cannot("Opening the folder", folder_);
  const std::string name = file_name(*exact);
  const WipedText text = key_value_lines({{"origin", origin}, {"token", token.reveal()}});
  co_return replace_file(***folder, name, folder_ + "/" + name, text.text);
}

Task<Result<bool>> FileStore::erase(std::string_view origin, Patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const std::string path = folder_ + "/" + file_name(*exact);
  if (::unlink(path.c_str()) == 0) co_return true;
  if (errno == ENOENT || errno == ENOTDIR) co_return false;
  co_return cannot("Deleting", path);
}

Task<StoreState> FileStore::state(Patience) {
  if (folder_.empty())
    co_return StoreState{StoreCondition::absent, "There is no home folder to keep a token file in",
                         "set HOME"};
  const Result<std::optional<Descriptor>> folder = open_folder(folder_);
  if (!folder)
    co_return StoreState{StoreCondition::failed, "The folder for token files cannot be used",
                         fmt::format("make {} a folder of yours with mode 700", folder_)};
  co_return StoreState{
      StoreCondition::usable,
      "Tokens are kept in plain files that only you can read, because the setting tokenStore "
      "names this store",
      ""};
}

} // namespace unify_ls::credentials
