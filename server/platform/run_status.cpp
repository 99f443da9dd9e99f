#include "server/platform/run_status.h"

#include "server/base/text.h"

#include <algorithm>
#include <array>

namespace unify_ls::platform {
namespace {

struct Status {
  std::string_view name;
  bool ends;
  Mood mood;
  std::string_view word;
};

constexpr std::size_t shown_status_limit = 40;

constexpr std::array<Status, 15> known_statuses = {{
    {"PENDING", false, Mood::going, "waiting"},
    {"PAUSED", false, Mood::going, "waiting"},
    {"STARTED", false, Mood::going, "running"},
    {"PENDING_APPROVAL", false, Mood::going, "waiting for approval"},
    {"APPROVED", false, Mood::going, "running"},
    {"SUCCEEDED", true, Mood::good, "succeeded"},
    {"UNSTABLE", true, Mood::doubtful, "unstable"},
    {"FAILED", true, Mood::bad, "failed"},
    {"ERRORED", true, Mood::bad, "ended in an error"},
    {"TIMED_OUT", true, Mood::bad, "timed out"},
    {"REJECTED", true, Mood::bad, "rejected"},
    {"APPROVAL_TIMED_OUT", true, Mood::bad, "not approved in time"},
    {"ABORTED", true, Mood::neutral, "stopped"},
    {"SKIPPED", true, Mood::neutral, "skipped"},
    {"UNSCHEDULED", false, Mood::neutral, "unscheduled"},
}};

const Status* find(std::string_view status) {
  const auto found = std::ranges::find(known_statuses, status, &Status::name);
  return found == known_statuses.end() ? nullptr : &*found;
}

} // namespace

bool ended(std::string_view status, bool has_end_time) {
  const Status* known = find(status);
  return has_end_time || (known != nullptr && known->ends);
}

bool succeeded(std::string_view status) { return status == "SUCCEEDED"; }

Mood mood_of(std::string_view status) {
  const Status* known = find(status);
  return known != nullptr ? known->mood : Mood::neutral;
}

std::string word_for(std::string_view status) {
  if (const Status* known = find(status)) return std::string(known->word);
  return status.empty() ? "unknown" : shortened(printable(status), shown_status_limit);
}

} // namespace unify_ls::platform
