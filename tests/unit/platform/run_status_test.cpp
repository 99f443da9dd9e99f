#include "server/platform/run_status.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace unify_ls::platform;

TEST_CASE("which statuses end a run") {
  struct Row {
    std::string_view status;
    bool ends;
    Mood mood;
    std::string_view word;
  };

  const std::vector<Row> rows = {
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
      {"BRAND_NEW", false, Mood::neutral, "BRAND_NEW"},
      {"", false, Mood::neutral, "unknown"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CHECK(ended(row.status, false) == row.ends);
    CHECK(ended(row.status, true));
    CHECK(mood_of(row.status) == row.mood);
    CHECK(word_for(row.status) == row.word);
    CHECK(succeeded(row.status) == (row.status == "SUCCEEDED"));
  }
}

TEST_CASE("an unknown status cannot steer what shows it") {
  CHECK(word_for("A\x1b[31m\nB") == "A[31m B");
  CHECK(word_for(std::string(5000, 'x')).size() < 200);
}
