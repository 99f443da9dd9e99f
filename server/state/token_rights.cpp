#include "server/state/token_rights.h"

#include "server/state/database_time.h"

namespace unify_ls::state {

Result<std::optional<bool>> TokenRights::may_read(std::string_view origin, std::string_view token,
                                                  WallTime now) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows = (*database)->prepare(
      "SELECT may_read, seen_at FROM tokens WHERE origin = ?1 AND seen_token = ?2", {origin, token});
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  if (!*row || std::chrono::abs(now - from_milliseconds(rows->integer(1))) >= rights_lifetime)
    return std::nullopt;
  return rows->integer(0) != 0;
}

Result<> TokenRights::note(std::string_view origin, std::string_view token, bool may_read, WallTime now) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto noted =
      (*database)->run("INSERT INTO tokens (origin, seen_token, may_read, seen_at) VALUES (?1, ?2, ?3, ?4) "
                       "ON CONFLICT (origin) DO UPDATE SET seen_token = ?2, may_read = ?3, seen_at = ?4",
                       {origin, token, std::int64_t{may_read}, to_milliseconds(now)});
  if (!noted) return fail(noted.error());
  return {};
}

} // namespace unify_ls::state
