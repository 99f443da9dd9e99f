#include "server/state/leases.h"

#include "server/state/database_time.h"
#include "server/state/journal_rows.h"

#include <fmt/format.h>

namespace unify_ls::state {
namespace {

/// A row's `follower` and `followed_until`, in this order from `column`.
bool is_followed_by_another(const Statement& row, int column, const Presence& presence, WallTime now) {
  const std::string follower = row.text(column);
  if (follower.empty() || follower == presence.id()) return false;
  // One that lasts longer than any can was taken while the clock was ahead.
  const std::int64_t until = row.integer(column + 1);
  return until > to_milliseconds(now) && until <= to_milliseconds(now + lease_lifetime) &&
         presence.lives(follower);
}

} // namespace

Result<bool> Leases::take(std::string_view id, WallTime now) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  // Others could not tell that we live, and would all take the run over.
  if (auto held = state_->presence().hold(); !held) return fail(held.error());
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  auto row = (*database)->prepare("SELECT follower, followed_until FROM runs WHERE id = ?1", {id});
  if (!row) return fail(row.error());
  const auto known = row->step();
  if (!known) return fail(known.error());
  if (*known && is_followed_by_another(*row, 0, state_->presence(), now)) return false;
  const auto taken = (*database)->run("UPDATE runs SET follower = ?2, followed_until = ?3 WHERE id = ?1",
                                      {id, state_->presence().id(), to_milliseconds(now + lease_lifetime)});
  if (!taken) return fail(taken.error());
  row = Statement{}; // an open read would keep the transaction from ending
  if (auto done = transaction->commit(); !done) return fail(done.error());
  return true;
}

Result<> Leases::release(std::string_view id) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto released =
      (*database)->run("UPDATE runs SET follower = '', followed_until = 0 WHERE id = ?1 AND follower = ?2",
                       {id, state_->presence().id()});
  if (!released) return fail(released.error());
  return {};
}

Result<std::vector<JournalRun>> Leases::unfollowed(std::string_view folder, std::string_view origin,
                                                   WallTime since, WallTime now) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const std::string select = fmt::format(
      "SELECT follower, followed_until, {} FROM runs WHERE folder = ?1 AND origin = ?2 AND requested_at >= ?3"
      " AND outcome = 'started' AND run_id <> '' AND ended = 0 ORDER BY sequence DESC",
      run_columns);
  auto rows = (*database)->prepare(select, {folder, origin, to_milliseconds(since)});
  if (!rows) return fail(rows.error());
  constexpr int first_run_column = 2;
  std::vector<JournalRun> runs;
  for (;;) {
    const auto row = rows->step();
    if (!row) return fail(row.error());
    if (!*row) return runs;
    if (!is_followed_by_another(*rows, 0, state_->presence(), now))
      runs.push_back(read_run(*rows, state_->presence(), first_run_column));
  }
}

} // namespace unify_ls::state
