#pragma once

#include "server/state/sqlite.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::state {

/// This process's sign of life to the other unify-ls processes of the same user: a file `alive/<id>` in the
/// state folder that it keeps locked. The kernel drops the lock with the process, however that ends, so
/// nobody has to send heartbeats, and a process that is merely stopped or slow still counts as alive. Process
/// ids would not do: they are used again, and a container that shares the home folder has its own.
///
/// The lock is an exclusive transaction on an empty SQLite file, because SQLite knows how to lock files on
/// every system.
class Presence {
 public:
  /// Nothing happens before `hold`.
  explicit Presence(const std::filesystem::path& state_folder);
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  ~Presence();

  /// Ours. Random: never used by another process, earlier or later.
  const std::string& id() const { return id_; }

  /// Takes the lock, and removes what dead processes left behind. Does nothing when it is held already.
  Result<> hold();

  /// Whether the process with this id is still there. Ourselves always; what cannot be told counts as alive.
  bool lives(std::string_view id) const;

 private:
  void sweep() const;

  std::filesystem::path folder_;
  std::string id_;
  std::optional<Database> held_;
};

/// A file that was made but not locked yet looks dead; younger ones than this are left alone.
inline constexpr std::chrono::minutes presence_grace{1};

/// Files looked at in one sweep.
inline constexpr int max_swept_presences = 64;

} // namespace unify_ls::state
