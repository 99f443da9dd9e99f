#include "server/runs/record.h"

#include "server/base/text.h"
#include "server/state/patience.h"

#include <fmt/format.h>

namespace unify_ls::runs {
namespace {

/// A shorter beginning of an id is a slip rather than a name.
constexpr std::size_t shortest_beginning = 3;

Result<Run> among(const std::vector<Run>& runs, const std::string& name) {
  std::vector<const Run*> begin_so;
  for (const Run& run : runs) {
    if (name.empty()) break; // as is the platform's id of a run that was not started
    if (name == run.id || name == run.run_id || name == run.run_url) return run;
    const bool begins = run.id.starts_with(name) || run.run_id.starts_with(name);
    if (begins && name.size() >= shortest_beginning) begin_so.push_back(&run);
  }
  if (begin_so.size() == 1) return *begin_so.front();
  if (begin_so.empty())
    return fail(
        ErrorKind::notFound,
        fmt::format("No run `{}` was started from this machine: the list of runs shows those that were.",
                    escaped(name)));
  return fail(ErrorKind::notFound,
              fmt::format("{} runs begin with `{}`: give more of the id.", begin_so.size(), escaped(name)));
}

/// What the journal would hold of it.
bool reads_the_same(const Run& one, const Run& other) {
  return one.outcome == other.outcome && one.run_id == other.run_id && one.run_url == other.run_url &&
         one.status == other.status && one.reason == other.reason && one.commit == other.commit &&
         one.started_at == other.started_at && one.ended_at == other.ended_at && one.ended == other.ended &&
         one.error.has_value() == other.error.has_value();
}

/// What a person would see change.
bool looks_the_same(const Run& one, const Run& other) {
  return one.outcome == other.outcome && one.status == other.status && one.ended == other.ended &&
         one.run_url == other.run_url && one.following == other.following &&
         one.following_lost == other.following_lost;
}

} // namespace

Result<Run> Record::find(const std::optional<std::string>& name, const std::string& folder) const {
  if (name) {
    auto exact = journal_.find(*name);
    if (!exact) return fail(exact.error());
    if (*exact) return **std::move(exact);
    const auto all = journal_.runs({.limit = max_kept_runs});
    if (!all) return fail(all.error());
    return among(*all, *name);
  }
  auto newest = journal_.runs({.folder = folder, .origin = parts_.origin, .limit = 1});
  if (!newest) return fail(newest.error());
  if (newest->empty()) return fail(ErrorKind::notFound, "No run was started from this folder yet.");
  return std::move(newest->front());
}

Task<Result<Begun>> Record::begin(Run& run, DuplicateCheck check, bool may_be_unwritten) {
  auto begun = co_await state::patiently(parts_.clock, state::write_patience,
                                         [&] { return journal_.begin(run, check); });
  if (begun || !may_be_unwritten) co_return begun;
  parts_.log.warn("the run is not written down: {}", begun.error().message);
  run.written_down = false;
  co_return journal_.begin_unwritten(run, check);
}

void Record::change(Run& run, Run now, std::function<void()> written) {
  if (now.ended) now.following = Following::off;
  const Run before = std::exchange(run, std::move(now));
  const bool following = run.following_lost != before.following_lost;
  const bool waits = unwritten_.contains(run.id); // a task tries again already
  if (waits || following || !reads_the_same(before, run)) {
    Unwritten& next = unwritten_[run.id];
    next.run = run;
    next.following = next.following || following;
    if (written) next.written = std::move(written);
    if (!write(run.id) && !waits)
      parts_.tasks.spawn("writing a run down",
                         state::write_until_done(parts_.clock, parts_.log,
                                                 fmt::format("what became of run {}", run.id),
                                                 [this, id = run.id] { return write(id); }));
  }
  if (!looks_the_same(before, run)) parts_.audience.changed(run);
}

/// Writes what is open of a run; nothing more is open then.
Result<> Record::write(const std::string& id) {
  const auto found = unwritten_.find(id);
  if (found == unwritten_.end()) return {};
  const Run& run = found->second.run;
  Result<> done = journal_.write(run);
  if (done && found->second.following) done = leases_.mark_lost(id, run.following_lost);
  const bool has_place = run.written_down && (done || done.error().kind != ErrorKind::notFound);
  if (!done && has_place) return done;
  const std::function<void()> written = std::move(found->second.written);
  unwritten_.erase(found);
  if (written) written();
  return {};
}

Task<Result<>> Record::hide(std::string id) {
  return state::patiently(parts_.clock, state::write_patience, [this, id] { return journal_.hide(id); });
}

Task<> Record::read_again(Run& run) {
  auto known =
      co_await state::patiently(parts_.clock, state::read_patience, [&] { return journal_.find(run.id); });
  if (!known || !*known) co_return;
  const Run before = std::exchange(run, **std::move(known));
  if (!looks_the_same(before, run)) parts_.audience.changed(run);
}

Task<bool> Record::lead(Run& run) {
  const Result<bool> taken =
      co_await state::patiently(parts_.clock, state::read_patience, [&] { return leases_.take(run.id); });
  const bool leads = taken.value_or(true);
  if (leads && run.following != Following::lost) {
    Run now = run;
    now.following = Following::here;
    change(run, std::move(now));
  }
  co_return leads;
}

void Record::let_go(const std::string& id) {
  const auto release = [this, id] { return leases_.release(id); };
  if (const Result<> released = release(); released || !released.error().retryable) return;
  parts_.tasks.spawn(
      "giving a lease back",
      state::write_until_done(parts_.clock, parts_.log, fmt::format("that run {} is free", id), release));
}

std::vector<Run> Record::take_unfollowed(std::string_view folder, WallTime since) {
  auto open = leases_.unfollowed(folder, parts_.origin, since);
  if (!open) return {};
  // Others that start at the same moment look at the same list.
  std::erase_if(*open, [&](const Run& run) { return !leases_.take(run.id).value_or(false); });
  return *std::move(open);
}

} // namespace unify_ls::runs
