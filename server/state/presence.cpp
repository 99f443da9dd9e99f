#include "server/state/presence.h"

#include "server/state/private_files.h"
#include "server/state/random_id.h"

#include <system_error>
#include <tuple>
#include <utility>

namespace unify_ls::state {
namespace {

namespace fs = std::filesystem;

/// Whether nobody holds the lock of this file. Asked for with a shared lock, so that two processes that ask
/// at once do not take each other for the owner.
bool is_free(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return !error;
  auto database = Database::open(file, Database::Access::read);
  if (!database) return false;
  return database->scalar("SELECT count(*) FROM sqlite_schema").has_value();
}

/// Ids come out of a database that others can write: one must not lead out of the folder.
bool is_plain_name(std::string_view id) {
  return !id.empty() &&
         id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

} // namespace

Presence::Presence(const fs::path& state_folder) : folder_(state_folder / "alive"), id_(random_id()) {}

Presence::~Presence() {
  if (!held_) return;
  // Still locked while it is removed: nobody can take the file for one of a dead process and us for another.
  std::error_code ignored;
  fs::remove(folder_ / id_, ignored);
}

Result<> Presence::hold() {
  if (held_) return {};
  if (auto made = make_private_folder(folder_); !made) return made;
  if (auto made = make_private_file(folder_ / id_); !made) return made;
  auto database = Database::open(folder_ / id_, Database::Access::write);
  if (!database) return fail(database.error());
  // Nothing is written, and a journal beside the file would stay after a crash.
  std::ignore = database->scalar("PRAGMA journal_mode = MEMORY");
  if (auto locked = database->run("BEGIN EXCLUSIVE"); !locked) return fail(locked.error());
  held_ = std::move(*database);
  sweep();
  return {};
}

bool Presence::lives(std::string_view id) const {
  if (id == id_) return true;
  return is_plain_name(id) && !is_free(folder_ / id);
}

void Presence::sweep() const {
  std::error_code error;
  const auto young = fs::file_time_type::clock::now() - presence_grace;
  int looked_at = 0;
  for (fs::directory_iterator file(folder_, error), end; !error && file != end; file.increment(error)) {
    if (++looked_at > max_swept_presences) return;
    std::error_code unreadable;
    const auto touched = file->last_write_time(unreadable);
    if (unreadable || touched > young || file->path().filename() == id_) continue;
    if (is_free(file->path())) fs::remove(file->path(), unreadable);
  }
}

} // namespace unify_ls::state
