#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// The five fields of a schedule, each as the set of its numbers.
class CronTimes {
 public:
  using Time = std::chrono::sys_time<std::chrono::minutes>;

  /// Nothing for a text that `find_cron_fault` finds a fault in.
  static std::optional<CronTimes> read(std::string_view text);

  /// "at 06:00, Monday to Friday", without a full stop.
  std::string in_words() const;

  /// The next times after `now`, in UTC, at most `most`, and none for a day that never comes.
  std::vector<Time> next(Time now, std::size_t most) const;

 private:
  enum Part { minute, hour, day, month, weekday };

  struct Field {
    unsigned long long set = 0; ///< bit n for the number n
    bool any = false;           ///< `*`
    unsigned step = 0;          ///< n of a plain `*/n` that the field's size is a multiple of

    bool has(unsigned number) const { return (set >> number & 1U) != 0; }
  };

  bool is_day(std::chrono::year_month_day date) const;
  std::string time_in_words() const;

  Field fields_[5];
};

} // namespace unify_ls::workflow
