#include "server/state/private_files.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <system_error>

namespace unify_ls::state {
namespace {

namespace fs = std::filesystem;

constexpr fs::perms for_others = fs::perms::group_all | fs::perms::others_all;

/// Takes away what group and others may do, where they may do anything.
void close_to_others(const fs::path& path, std::error_code& error) {
  const fs::file_status status = fs::status(path, error);
  if (error || (status.permissions() & for_others) == fs::perms::none) return;
  fs::permissions(path, for_others, fs::perm_options::remove, error);
}

std::unexpected<Error> cannot_make(const fs::path& path) {
  return fail(ErrorKind::settings,
              fmt::format("{} cannot be made or kept private; make the folder that it is in "
                          "yours and writable, or set XDG_STATE_HOME to another.",
                          path.string()));
}

} // namespace

Result<> make_private_folder(const fs::path& folder) {
  if (folder.empty())
    return fail(
        ErrorKind::settings,
        "There is no folder to remember anything in; set HOME or XDG_STATE_HOME to an absolute path.");
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) close_to_others(folder, error);
  if (error) return cannot_make(folder);
  return {};
}

Result<> make_private_file(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error) && !error) {
    // "x": never a file that another process has made meanwhile, whose locks closing ours would drop.
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> made(std::fopen(file.c_str(), "wxe"), std::fclose);
    if (!made && !fs::exists(file, error)) return cannot_make(file);
  }
  if (!error) close_to_others(file, error);
  if (error) return cannot_make(file);
  return {};
}

} // namespace unify_ls::state
