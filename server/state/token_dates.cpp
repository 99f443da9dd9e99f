#include "server/state/token_dates.h"

#include "server/state/database_time.h"

namespace unify_ls::state {

Result<std::optional<TokenDate>> TokenDates::find(std::string_view origin) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows =
      (*database)->prepare("SELECT saved_at, expires_at FROM token_dates WHERE origin = ?1", {origin});
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return TokenDate{.saved_at = from_milliseconds(rows->integer(0)), .expires_at = optional_time(*rows, 1)};
}

Result<> TokenDates::save(std::string_view origin, const TokenDate& date) {
  return change(origin,
                "INSERT OR REPLACE INTO token_dates (origin, saved_at, expires_at) VALUES (?1, ?2, ?3)",
                {origin, to_milliseconds(date.saved_at), optional_milliseconds(date.expires_at)});
}

Result<> TokenDates::forget(std::string_view origin) {
  return change(origin, "DELETE FROM token_dates WHERE origin = ?1", {origin});
}

/// What is known of the token before goes with it.
Result<> TokenDates::change(std::string_view origin, std::string_view sql,
                            std::initializer_list<SqlValue> values) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  if (const auto changed = (*database)->run(sql, values); !changed) return fail(changed.error());
  const auto counted =
      (*database)->run("INSERT INTO tokens (origin, changes) VALUES (?1, 1) ON CONFLICT (origin) "
                       "DO UPDATE SET changes = changes + 1, seen_token = ''",
                       {origin});
  if (!counted) return fail(counted.error());
  return transaction->commit();
}

Result<std::int64_t> TokenDates::changes(std::string_view origin) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows = (*database)->prepare("SELECT changes FROM tokens WHERE origin = ?1", {origin});
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  return *row ? rows->integer(0) : 0;
}

Result<bool> TokenDates::saved_recently(std::string_view origin, WallTime now) const {
  const auto date = find(origin);
  if (!date) return fail(date.error());
  return date->has_value() && std::chrono::abs(now - (*date)->saved_at) <= recent_save;
}

Result<std::optional<WallTime>> TokenDates::warn_due(std::string_view origin, WallTime now) {
  const auto date = find(origin);
  if (!date) return fail(date.error());
  if (!*date || !(*date)->expires_at || *(*date)->expires_at - expiry_warning_lead > now) return std::nullopt;
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const std::int64_t today = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  const auto marked = (*database)->run(
      "UPDATE token_dates SET warned_on = ?2 WHERE origin = ?1 AND warned_on IS NOT ?2", {origin, today});
  if (!marked) return fail(marked.error());
  if (*marked == 0) return std::nullopt; // told today
  return (*date)->expires_at;
}

} // namespace unify_ls::state
