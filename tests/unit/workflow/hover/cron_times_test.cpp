#include "server/workflow/hover/cron_times.h"

#include <doctest/doctest.h>
#include <fmt/chrono.h>

using unify_ls::workflow::CronTimes;

namespace {

std::string words(std::string_view text) {
  const auto times = CronTimes::read(text);
  return times ? times->in_words() : "no schedule";
}

std::string next(std::string_view text, std::size_t most = 2) {
  const CronTimes::Time now =
      std::chrono::sys_days(std::chrono::year(2026) / 11 / 28) + std::chrono::hours(19);
  std::string all;
  for (const auto time : CronTimes::read(text)->next(now, most)) all += fmt::format("{:%a %F %H:%M}; ", time);
  return all;
}

} // namespace

TEST_CASE("a schedule in words") {
  CHECK(words("0 6 * * 1-5") == "at 06:00, Monday to Friday");
  CHECK(words("30 6,18 * * *") == "at 06:30 and 18:30");
  CHECK(words("*/10 * * * *") == "every 10 minutes");
  CHECK(words("0 * * * *") == "every hour");
  CHECK(words("5 * * * sun") == "5 minutes past every hour, Sunday");
  CHECK(words("0 0 1,15 jan *") == "at 00:00, on day 1 and 15 of the month, in January");
  CHECK(words("0 0 13 * fri") == "at 00:00, Friday and on day 13 of the month");
  CHECK(words("* * * * *") == "every minute");
  CHECK(words("0 */4 * * 7") == "every 4 hours, Sunday");
  CHECK(words("1-3 8 * * *") == "at minute 1 to 3 of hour 8");
  // Each hour and each day the counting begins again.
  CHECK(words("*/90 * * * *") == "every hour");
  CHECK(words("*/40 * * * *") == "at minute 0 and 40");
  CHECK(words("*/1 * * * *") == "every minute");
  CHECK(words("0 */5 * * *") == "at 00:00, 05:00, 10:00, 15:00 and 20:00");
  CHECK(words("0 */24 * * *") == "every 24 hours");
  CHECK(words("75 * * * *") == "no schedule");
  CHECK(words("") == "no schedule");
}

TEST_CASE("the next times of a schedule") {
  CHECK(next("0 6 * * 1-5") == "Mon 2026-11-30 06:00; Tue 2026-12-01 06:00; ");
  CHECK(next("0,30 19 * * *") == "Sat 2026-11-28 19:30; Sun 2026-11-29 19:00; ");
  CHECK(next("0 0 29 2 *") == "Tue 2028-02-29 00:00; Sun 2032-02-29 00:00; ");
  CHECK(next("0 0 30 2 *").empty());
  // Both sorts of days: either will do.
  CHECK(next("0 0 13 * fri") == "Fri 2026-12-04 00:00; Fri 2026-12-11 00:00; ");
  CHECK(next("0 0 13 * fri", 3).ends_with("Sun 2026-12-13 00:00; "));
}
