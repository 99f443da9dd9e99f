#include "server/workflow/hover/cron_times.h"

#include "server/base/text.h"
#include "server/workflow/checks/cron.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace unify_ls::workflow {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 13> months{"",        "January",  "February", "March",  "April",
                                                  "May",     "June",     "July",     "August", "September",
                                                  "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<unsigned, 5> least{0, 0, 1, 1, 0};
constexpr std::array<unsigned, 5> most{59, 23, 31, 12, 6};
/// A day that has not come by then, such as 30 February, never does.
constexpr int years_ahead = 8;

unsigned number_of(std::string_view text) {
  unsigned number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc()) return number;
  const std::string word = lower_ascii(text);
  for (unsigned i = 1; i < months.size(); ++i)
    if (lower_ascii(months[i].substr(0, 3)) == word) return i;
  for (unsigned i = 0; i < weekdays.size(); ++i)
    if (lower_ascii(weekdays[i].substr(0, 3)) == word) return i;
  return 0;
}

std::vector<unsigned> numbers_in(unsigned long long set) {
  std::vector<unsigned> numbers;
  for (unsigned i = 0; i < 64; ++i)
    if ((set >> i & 1U) != 0) numbers.push_back(i);
  return numbers;
}

/// `Monday to Friday` for a run of three or more, else `Monday, Wednesday and Friday`.
template <class Name> std::string listed(unsigned long long set, Name name) {
  const auto numbers = numbers_in(set);
  if (numbers.empty()) return {};
  const bool run = numbers.back() - numbers.front() + 1 == numbers.size() && numbers.size() > 2;
  if (run) return fmt::format("{} to {}", name(numbers.front()), name(numbers.back()));
  std::string text = name(numbers.front());
  for (std::size_t i = 1; i < numbers.size(); ++i)
    text += (i + 1 == numbers.size() ? " and " : ", ") + name(numbers[i]);
  return text;
}

std::string plain(unsigned number) { return fmt::format("{}", number); }

} // namespace

std::optional<CronTimes> CronTimes::read(std::string_view text) {
  if (find_cron_fault(text)) return std::nullopt;
  CronTimes times;
  std::size_t at = 0;
  for (unsigned part = minute; part <= weekday; ++part) {
    at = text.find_first_not_of(' ', at);
    const std::size_t end = std::min(text.find(' ', at), text.size());
    Field& field = times.fields_[part];
    std::string_view rest = text.substr(at, end - at);
    const bool one = !rest.contains(',');
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view piece = rest.substr(0, comma);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      const std::size_t slash = piece.find('/');
      const std::string_view range = piece.substr(0, slash);
      const unsigned step = slash == std::string_view::npos ? 1 : number_of(piece.substr(slash + 1));
      const std::size_t dash = range.find('-');
      const bool all = range == "*";
      const unsigned first = all ? least[part] : number_of(range.substr(0, dash));
      unsigned last = all ? most[part] : first;
      if (!all && dash != std::string_view::npos) last = number_of(range.substr(dash + 1));
      if (!all && dash == std::string_view::npos && slash != std::string_view::npos) last = most[part];
      for (unsigned number = first; number <= last; number += std::max(step, 1U))
        field.set |= 1ULL << (part == weekday && number == 7 ? 0 : number);
      if (!one || !all) continue;
      if (step == 1) field.any = true;
      // Counting begins again each hour and each day: only what divides them comes at even distances.
      if (step > 1 && (most[part] + 1) % step == 0) field.step = step;
    }
    at = end;
  }
  return times;
}

std::string CronTimes::time_in_words() const {
  const Field& minutes = fields_[minute];
  const Field& hours = fields_[hour];
  const auto all_minutes = numbers_in(minutes.set);
  if (minutes.any && hours.any) return "every minute";
  if (minutes.step > 0 && hours.any) return fmt::format("every {} minutes", minutes.step);
  if (all_minutes.size() == 1) {
    if (hours.any && all_minutes[0] == 0) return "every hour";
    if (hours.any) return fmt::format("{} minutes past every hour", all_minutes[0]);
    if (hours.step > 0 && all_minutes[0] == 0) return fmt::format("every {} hours", hours.step);
    const auto time = [&](unsigned h) { return fmt::format("{:02}:{:02}", h, all_minutes[0]); };
    if (numbers_in(hours.set).size() <= 6) return "at " + listed(hours.set, time);
  }
  const std::string when = minutes.any        ? std::string("every minute")
                           : minutes.step > 0 ? fmt::format("every {} minutes", minutes.step)
                                              : "at minute " + listed(minutes.set, plain);
  return hours.any ? when : fmt::format("{} of hour {}", when, listed(hours.set, plain));
}

std::string CronTimes::in_words() const {
  std::string text = time_in_words();
  const Field& days = fields_[day];
  const Field& week = fields_[weekday];
  if (!week.any) text += ", " + listed(week.set, [](unsigned n) { return std::string(weekdays.at(n)); });
  if (!days.any)
    text += fmt::format("{} on day {} of the month", week.any ? "," : " and", listed(days.set, plain));
  if (!fields_[month].any)
    text += ", in " + listed(fields_[month].set, [](unsigned n) { return std::string(months.at(n)); });
  return text;
}

/// Where both sorts of days are said, either will do.
bool CronTimes::is_day(chrono::year_month_day date) const {
  if (!fields_[month].has(static_cast<unsigned>(date.month()))) return false;
  const bool by_day = fields_[day].has(static_cast<unsigned>(date.day()));
  const bool by_week = fields_[weekday].has(chrono::weekday(chrono::sys_days(date)).c_encoding());
  if (fields_[day].any || fields_[weekday].any) return by_day && by_week;
  return by_day || by_week;
}

std::vector<CronTimes::Time> CronTimes::next(Time now, std::size_t count) const {
  std::vector<Time> found;
  const auto today = chrono::floor<chrono::days>(now);
  for (auto date = today; date < today + chrono::days(366 * years_ahead); date += chrono::days(1)) {
    if (!is_day(chrono::year_month_day(date))) continue;
    for (unsigned h = 0; h <= most[hour]; ++h)
      for (unsigned m = 0; m <= most[minute]; ++m) {
        const Time time = date + chrono::hours(h) + chrono::minutes(m);
        if (!fields_[hour].has(h) || !fields_[minute].has(m) || time <= now) continue;
        found.push_back(time);
        if (found.size() == count) return found;
      }
  }
  return found;
}

} // namespace unify_ls::workflow
