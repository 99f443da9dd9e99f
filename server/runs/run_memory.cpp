#include "server/runs/run_memory.h"

#include "server/runs/journal.h"
#include "server/runs/journal_rows.h"

#include <algorithm>

namespace unify_ls::runs {

bool RunMemory::is_recent(const Remembered& remembered) const {
  return clock_->steady() - remembered.since <= duplicate_window;
}

void RunMemory::keep(const Run& run) {
  std::erase_if(runs_, [&](const Remembered& remembered) { return !is_recent(remembered); });
  runs_.push_back({run, clock_->steady()});
  if (!run.confirmation) return;
  used_.push_back(*run.confirmation);
  if (used_.size() > remembered_consents_limit) used_.pop_front();
}

void RunMemory::forget_refused(std::string_view id) {
  std::erase_if(runs_, [&](const Remembered& remembered) { return remembered.run.id == id; });
}

std::optional<Run> RunMemory::recent_same(const Run& run) const {
  for (const Remembered& remembered : runs_)
    if (is_recent(remembered) && is_same_run(remembered.run, run)) return remembered.run;
  return std::nullopt;
}

bool RunMemory::confirmation_used(std::string_view confirmation) const {
  return std::ranges::find(used_, confirmation) != used_.end();
}

} // namespace unify_ls::runs
