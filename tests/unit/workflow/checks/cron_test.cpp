#include "server/workflow/checks/cron.h"

#include <doctest/doctest.h>

using namespace unify_ls::workflow;

TEST_CASE("schedules that are right") {
  for (const std::string_view text :
       {"0 4 * * *", "*/15 0-23 1,15 */2 1-5", "59 23 31 12 7", "0  0 1 JAN-dec Mon,fri", "0-30/5 * * * *"}) {
    CAPTURE(text);
    CHECK_FALSE(find_cron_fault(text));
  }
}

TEST_CASE("schedules that are wrong, and where") {
  struct Row {
    std::string_view text, part, message;
    bool certain = true;
  };

  const Row rows[] = {
      {"0 4 * *", "0 4 * *", "A schedule has five fields (minute, hour, day, month, weekday), not 4."},
      {"@daily", "@daily", "A schedule has five fields (minute, hour, day, month, weekday), not 1.", false},
      {"60 4 * * *", "60", "The minute is 0 to 59, not 60."},
      {"0 24 * * *", "24", "The hour is 0 to 23, not 24."},
      {"0 4 0,40 * *", "0", "The day of the month is 1 to 31, not 0."},
      {"0 4 * 13 *", "13", "The month is 1 to 12, not 13."},
      {"0 4 * * 8", "8", "The day of the week is 0 to 7, not 8."},
      {"0 4 * * 5-1", "5-1", "The range \"5-1\" runs backwards.", false},
      {"*/0 4 * * *", "*/0", "The step of the minute is a number from 1 on."},
      {"0 4 L * *", "L", "\"L\" is not understood as a day of the month.", false},
      {"jan 4 * * *", "jan", "\"jan\" is not understood as a minute.", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto fault = find_cron_fault(row.text);
    REQUIRE(fault);
    CHECK(row.text.substr(fault->span.begin, fault->span.size()) == row.part);
    CHECK(fault->message == row.message);
    CHECK(fault->certain == row.certain);
  }
}
