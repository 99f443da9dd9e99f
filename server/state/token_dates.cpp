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
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto saved =
      (*database)->run("INSERT OR REPLACE INTO token_dates (origin, saved_at, expires_at) VALUES (?, ?, ?)",
                       {origin, to_milliseconds(date.saved_at), optional_milliseconds(date.expires_at)});
  if (!saved) return fail(saved.error());
  return {};
}

Result<> TokenDates::forget(std::string_view origin) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto forgotten = (*database)->run("DELETE FROM token_dates WHERE origin = ?1", {origin});
  if (!forgotten) return fail(forgotten.error());
  return {};
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
