#include "server/runs/leases.h"

#include "server/runs/journal_rows.h"
#include "server/state/database_time.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

namespace unify_ls::runs {
namespace {

using state::Presence;
using state::Statement;
using state::Transaction;

/// An older program lets a lease end at `followed_until`; ours do not end by the clock.
constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

bool is_followed_by_another(const std::string& follower, const Presence& presence) {
  return !follower.empty() && follower != presence.id() && presence.lives(follower);
}

Result<> without_count(const Result<int>& changed) {
  if (!changed) return fail(changed.error());
  return {};
}

} // namespace

Result<bool> Leases::take(std::string_view id) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  // Others could not tell that we live, and would all take the run over.
  if (auto held = state_->presence().hold(); !held) return fail(held.error());
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  auto row = (*database)->prepare("SELECT follower FROM runs WHERE id = ?1", {id});
  if (!row) return fail(row.error());
  const auto known = row->step();
  if (!known) return fail(known.error());
  if (*known && is_followed_by_another(row->text(0), state_->presence())) return false;
  const auto taken = (*database)->run("UPDATE runs SET follower = ?2, followed_until = ?3 WHERE id = ?1",
                                      {id, state_->presence().id(), for_ever});
  if (!taken) return fail(taken.error());
  row = Statement{}; // an open read would keep the transaction from ending
  if (auto done = transaction->commit(); !done) return fail(done.error());
  return true;
}

Result<> Leases::release(std::string_view id) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  return without_count(
      (*database)->run("UPDATE runs SET follower = '', followed_until = 0, following_lost = ''"
                       " WHERE id = ?1 AND follower = ?2",
                       {id, state_->presence().id()}));
}

Result<> Leases::mark_lost(std::string_view id, std::string_view why) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  return without_count((*database)->run("UPDATE runs SET following_lost = ?2 WHERE id = ?1", {id, why}));
}

Result<std::vector<Run>> Leases::unfollowed(std::string_view folder, std::string_view origin,
                                            WallTime since) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const std::string select =
      fmt::format("SELECT follower, {} FROM runs WHERE folder = ?1 AND origin = ?2 AND requested_at >= ?3"
                  " AND outcome = 'started' AND run_id <> '' AND ended = 0 ORDER BY sequence DESC",
                  run_columns);
  auto rows = (*database)->prepare(select, {folder, origin, state::to_milliseconds(since)});
  if (!rows) return fail(rows.error());
  constexpr int first_run_column = 1;
  std::vector<Run> runs;
  for (;;) {
    const auto row = rows->step();
    if (!row) return fail(row.error());
    if (!*row) return runs;
    if (!is_followed_by_another(rows->text(0), state_->presence()))
      runs.push_back(read_run(*rows, state_->presence(), first_run_column));
  }
}

} // namespace unify_ls::runs
