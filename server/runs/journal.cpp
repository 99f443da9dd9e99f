#include "server/runs/journal.h"

#include "server/runs/journal_rows.h"
#include "server/state/database_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace unify_ls::runs {
namespace {

using OptionalRun = std::optional<Run>;
using state::Database;
using state::Presence;
using state::SqlValue;
using state::Statement;
using state::to_milliseconds;
using state::Transaction;

std::string select_runs(std::string_view condition) {
  return fmt::format("SELECT {} FROM runs WHERE {} ORDER BY sequence DESC", run_columns, condition);
}

/// The newest run of a prepared SELECT.
Result<OptionalRun> first_run(Result<Statement> rows, const Presence& presence) {
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return read_run(*rows, presence);
}

Result<OptionalRun> find_recent_same(const Database& database, const Presence& presence, const Run& run) {
  // Later than `run` means that the clock was set back. How long ago it was, only runs after it can tell.
  auto rows = database.prepare(
      select_runs("requested_at >= ?1 AND origin = ?2 AND component_id = ?3 AND branch = ?4 AND file = ?5"
                  " AND outcome <> 'refused' AND NOT EXISTS (SELECT 1 FROM runs AS next"
                  " WHERE next.sequence > runs.sequence AND next.requested_at < ?1)"),
      {to_milliseconds(run.requested_at - duplicate_window), run.origin, run.component.component_id,
       run.branch, run.file});
  if (!rows) return fail(rows.error());
  auto candidates = read_runs(*rows, presence);
  if (!candidates) return fail(candidates.error());
  const auto same =
      std::ranges::find_if(*candidates, [&](const Run& earlier) { return is_same_run(earlier, run); });
  if (same == candidates->end()) return std::nullopt;
  return std::move(*same);
}

Result<OptionalRun> find_confirmed(const Database& database, const Presence& presence,
                                   std::string_view digest) {
  return first_run(database.prepare(select_runs("confirmation = ?1"), {digest}), presence);
}

/// Why this run may not begin; nothing when it may.
Result<std::optional<Begun>> find_obstacle(const Database& database, const Presence& presence, const Run& run,
                                           DuplicateCheck check) {
  if (run.confirmation) {
    auto confirmed = find_confirmed(database, presence, *run.confirmation);
    if (!confirmed) return fail(confirmed.error());
    if (*confirmed) return Begun::confirmation_used;
  }
  if (check == DuplicateCheck::refuse_same) {
    auto same = find_recent_same(database, presence, run);
    if (!same) return fail(same.error());
    if (*same) return Begun::duplicate;
  }
  return std::nullopt;
}

Result<int> insert(const Database& database, const Run& run, std::string_view writer) {
  const std::string inputs = encode_inputs(run.inputs);
  const SqlValue confirmation =
      run.confirmation ? SqlValue(std::string_view(*run.confirmation)) : SqlValue(nullptr);
  return database.run("INSERT INTO runs (id, origin, folder, organization_id, component_id, component_name, "
                      "repository_url, file,"
                      " branch, commit_id, inputs, requested_at, confirmation, writer, outcome)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending')",
                      {run.id, run.origin, run.folder, run.component.organization_id,
                       run.component.component_id, run.component.name, run.component.repository_url, run.file,
                       run.branch, run.commit, inputs, to_milliseconds(run.requested_at), confirmation,
                       writer});
}

Result<int> forget_old_runs(const Database& database) {
  return database.run("DELETE FROM runs WHERE sequence <="
                      " (SELECT sequence FROM runs ORDER BY sequence DESC LIMIT 1 OFFSET ?1)",
                      {std::int64_t{max_kept_runs}});
}

Result<> one_row(const Result<int>& changed, std::string_view id) {
  if (!changed) return fail(changed.error());
  if (*changed == 1) return {};
  return fail(ErrorKind::notFound, fmt::format("There is no run {} in the journal of this machine.", id));
}

} // namespace

std::optional<Begun> Journal::remembered_obstacle(const Run& run, DuplicateCheck check) const {
  if (run.confirmation && memory_.confirmation_used(*run.confirmation)) return Begun::confirmation_used;
  if (check == DuplicateCheck::force) return std::nullopt;
  if (memory_.recent_same(run)) return Begun::duplicate;
  return std::nullopt;
}

Result<> Journal::try_writing(const Run& run) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  Run trial = run;
  trial.confirmation.reset(); // which may be used already
  if (auto done = insert(**database, trial, writer()); !done) return fail(done.error());
  if (auto done = (*database)->run("DELETE FROM runs WHERE id = ?1", {run.id}); !done)
    return fail(done.error());
  return transaction->commit();
}

Begun Journal::begin_unwritten(const Run& run, DuplicateCheck check) {
  if (auto obstacle = remembered_obstacle(run, check)) return *obstacle;
  memory_.keep(run);
  return Begun::sending;
}

Result<Begun> Journal::begin(const Run& run, DuplicateCheck check) {
  if (auto obstacle = remembered_obstacle(run, check)) return *obstacle;
  const auto database = state_->open();
  if (!database) return fail(database.error());
  // Without it the run can be started all the same; other processes then see it as unknown until it is
  // answered.
  std::ignore = state_->presence().hold();
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  auto obstacle = find_obstacle(**database, state_->presence(), run, check);
  if (!obstacle) return fail(obstacle.error());
  if (*obstacle) return **obstacle;
  if (auto done = insert(**database, run, writer()); !done) return fail(done.error());
  if (auto done = forget_old_runs(**database); !done) return fail(done.error());
  if (auto done = transaction->commit(); !done) return fail(done.error());
  memory_.keep(run);
  return Begun::sending;
}

Result<> Journal::write(const Run& run) {
  if (run.outcome == RunOutcome::refused) memory_.forget_refused(run.id);
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const std::string_view error_kind = run.error ? protocol::name_of(run.error->kind) : std::string_view();
  const std::string_view error_message =
      run.error ? std::string_view(run.error->message) : std::string_view();
  const Result<int> changed = (*database)->run(
      "UPDATE runs SET outcome = ?2, run_id = coalesce(nullif(?3, ''), run_id),"
      " run_url = coalesce(nullif(?4, ''), run_url), status = coalesce(nullif(?5, ''), status),"
      " reason = coalesce(nullif(?6, ''), reason), commit_id = coalesce(nullif(?7, ''), commit_id),"
      " started_at = coalesce(?8, started_at), ended_at = coalesce(?9, ended_at), ended = max(ended, ?10),"
      " error_kind = coalesce(nullif(?11, ''), error_kind),"
      " error_message = coalesce(nullif(?12, ''), error_message) WHERE id = ?1",
      {run.id, name_of(run.outcome), run.run_id, run.run_url, run.status, run.reason, run.commit,
       state::optional_milliseconds(run.started_at), state::optional_milliseconds(run.ended_at),
       std::int64_t{run.ended}, error_kind, error_message});
  return one_row(changed, run.id);
}

Result<> Journal::hide(std::string_view id) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  return one_row((*database)->run("UPDATE runs SET hidden = 1 WHERE id = ?1", {id}), id);
}

Result<std::vector<Run>> Journal::runs(const RunFilter& filter) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows = (*database)->prepare(
      select_runs("hidden = 0 AND (?1 = '' OR folder = ?1) AND (?2 = '' OR origin = ?2)") + " LIMIT ?3",
      {filter.folder, filter.origin, std::int64_t{filter.limit}});
  if (!rows) return fail(rows.error());
  return read_runs(*rows, state_->presence());
}

Result<OptionalRun> Journal::find(std::string_view id) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  return first_run((*database)->prepare(select_runs("id = ?1"), {id}), state_->presence());
}

Result<OptionalRun> Journal::recent_same(const Run& run) const {
  if (auto same = memory_.recent_same(run)) return same;
  const auto database = state_->open();
  if (!database) return fail(database.error());
  return find_recent_same(**database, state_->presence(), run);
}

Result<bool> Journal::confirmation_used(std::string_view digest) const {
  if (memory_.confirmation_used(digest)) return true;
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto confirmed = find_confirmed(**database, state_->presence(), digest);
  if (!confirmed) return fail(confirmed.error());
  return confirmed->has_value();
}

} // namespace unify_ls::runs
