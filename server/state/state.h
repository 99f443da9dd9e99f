#pragma once

#include "server/state/presence.h"
#include "server/state/sqlite.h"

#include <filesystem>
#include <optional>

/// What is remembered from one process to the next, in one SQLite file that all unify-ls processes of a user
/// share. Journal, Leases, Components and TokenDates each keep their own part of it.
namespace unify_ls::state {

/// Raised with every change of the tables, which only ever adds: tables, or columns that have a default. An
/// older program beside a newer one goes on with what it knows, so every statement names the columns that it
/// uses.
inline constexpr int state_schema_version = 7;

/// The state file, `state.sqlite3` in a folder that is for its owner alone. It is opened by the first call
/// that needs it. No call waits for another process, and everything that can go wrong (locked, full,
/// read-only, damaged) is an Error that names the file: whoever starts a run must be able to do so without. A
/// damaged file is left as it is, because it may be all that tells of a run. For the loop's thread alone.
class State {
 public:
  explicit State(std::filesystem::path folder);

  /// The open database, valid until the next call. Tries again after a failure, and when the file was moved
  /// away.
  Result<const Database*> open();

  const std::filesystem::path& file() const { return file_; }

  Presence& presence() { return presence_; }

 private:
  Result<Database> open_file() const;

  std::filesystem::path folder_;
  std::filesystem::path file_;
  Presence presence_;
  std::optional<Database> database_;
};

} // namespace unify_ls::state
