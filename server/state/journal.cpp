#include "server/state/journal.h"

#include "server/state/database_time.h"
#include "server/state/journal_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace unify_ls::state {
namespace {

using OptionalRun = std::optional<JournalRun>;

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

Result<OptionalRun> find_recent_same(const Database& database, const Presence& presence,
                                     const JournalRun& run) {
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
      std::ranges::find_if(*candidates, [&](const JournalRun& earlier) { return is_same_run(earlier, run); });
  if (same == candidates->end()) return std::nullopt;
  return std::move(*same);
}

Result<OptionalRun> find_confirmed(const Database& database, const Presence& presence,
                                   std::string_view digest) {
  return first_run(database.prepare(select_runs("confirmation = ?1"), {digest}), presence);
}

/// Why this run may not begin; nothing when it may.
Result<std::optional<BeginResult>> find_obstacle(const Database& database, const Presence& presence,
                                                 const JournalRun& run, DuplicateCheck check) {
  if (run.confirmation) {
    auto confirmed = find_confirmed(database, presence, *run.confirmation);
    if (!confirmed) return fail(confirmed.error());
    if (*confirmed) return BeginResult{BeginResult::Kind::confirmation_used, std::move(*confirmed)};
  }
  if (check == DuplicateCheck::refuse_same) {
    auto same = find_recent_same(database, presence, run);
    if (!same) return fail(same.error());
    if (*same) return BeginResult{BeginResult::Kind::duplicate, std::move(*same)};
  }
  return std::nullopt;
}

Result<int> insert(const Database& database, const JournalRun& run, std::string_view writer) {
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

std::optional<BeginResult> Journal::remembered_obstacle(const JournalRun& run, DuplicateCheck check) const {
  if (run.confirmation && memory_.confirmation_used(*run.confirmation))
    return BeginResult{BeginResult::Kind::confirmation_used};
  if (check == DuplicateCheck::force) return std::nullopt;
  if (auto same = memory_.recent_same(run)) return BeginResult{BeginResult::Kind::duplicate, std::move(same)};
  return std::nullopt;
}

Result<> Journal::try_writing(const JournalRun& run) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  JournalRun trial = run;
  trial.confirmation.reset(); // which may be used already
  if (auto done = insert(**database, trial, writer()); !done) return fail(done.error());
  if (auto done = (*database)->run("DELETE FROM runs WHERE id = ?1", {run.id}); !done)
    return fail(done.error());
  return transaction->commit();
}

BeginResult Journal::begin_unwritten(const JournalRun& run, DuplicateCheck check) {
  if (auto obstacle = remembered_obstacle(run, check)) return *std::move(obstacle);
  memory_.keep(run);
  return BeginResult{};
}

Result<BeginResult> Journal::begin(const JournalRun& run, DuplicateCheck check) {
  if (auto obstacle = remembered_obstacle(run, check)) return *std::move(obstacle);
  const auto database = state_->open();
  if (!database) return fail(database.error());
  // Without it the run can be started all the same; other processes then see it as unknown until it is
  // answered.
  std::ignore = state_->presence().hold();
  auto transaction = Transaction::begin(**database);
  if (!transaction) return fail(transaction.error());
  auto obstacle = find_obstacle(**database, state_->presence(), run, check);
  if (!obstacle) return fail(obstacle.error());
  if (*obstacle) return std::move(**obstacle);
  if (auto done = insert(**database, run, writer()); !done) return fail(done.error());
  if (auto done = forget_old_runs(**database); !done) return fail(done.error());
  if (auto done = transaction->commit(); !done) return fail(done.error());
  memory_.keep(run);
  return BeginResult{};
}

Result<> Journal::finish(std::string_view id, const SendingResult& result) {
  if (result.outcome == RunOutcome::refused) memory_.forget_refused(id);
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const JournalError error = result.error.value_or(JournalError{});
  const std::string_view kind = result.error ? protocol::name_of(error.kind) : std::string_view();
  return one_row(
      (*database)->run("UPDATE runs SET outcome = ?2, run_id = ?3, run_url = ?4, error_kind = ?5,"
                       " error_message = ?6 WHERE id = ?1",
                       {id, name_of(result.outcome), result.run_id, result.run_url, kind, error.message}),
      id);
}

Result<> Journal::update(std::string_view id, const RunProgress& progress) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const JournalError error = progress.error.value_or(JournalError{});
  const std::string_view kind = progress.error ? protocol::name_of(error.kind) : std::string_view();
  return one_row(
      (*database)->run(
          "UPDATE runs SET status = coalesce(nullif(?2, ''), status),"
          " commit_id = coalesce(nullif(?3, ''), commit_id), run_url = coalesce(nullif(?4, ''), run_url),"
          " started_at = coalesce(?5, started_at), ended_at = coalesce(?6, ended_at),"
          " ended = max(ended, ?7), error_kind = coalesce(nullif(?8, ''), error_kind),"
          " error_message = coalesce(nullif(?9, ''), error_message),"
          " reason = coalesce(nullif(?10, ''), reason) WHERE id = ?1",
          {id, progress.status, progress.commit, progress.run_url, optional_milliseconds(progress.started_at),
           optional_milliseconds(progress.ended_at), std::int64_t{progress.ended}, kind, error.message,
           progress.reason}),
      id);
}

Result<> Journal::hide(std::string_view id) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  return one_row((*database)->run("UPDATE runs SET hidden = 1 WHERE id = ?1", {id}), id);
}

Result<std::vector<JournalRun>> Journal::runs(const RunFilter& filter) const {
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

Result<OptionalRun> Journal::recent_same(const JournalRun& run) const {
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

} // namespace unify_ls::state
