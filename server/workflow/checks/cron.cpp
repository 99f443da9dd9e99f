#include "server/workflow/checks/cron.h"

#include "server/base/text.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

namespace unify_ls::workflow {

namespace {

struct Field {
  std::string_view name;
  unsigned least;
  unsigned most;
  std::span<const std::string_view> words{}; ///< names for the numbers from `least` on
};

constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr Field fields[] = {
    {.name = "minute", .least = 0, .most = 59},
    {.name = "hour", .least = 0, .most = 23},
    {.name = "day of the month", .least = 1, .most = 31},
    {.name = "month", .least = 1, .most = 12, .words = months},
    {.name = "day of the week", .least = 0, .most = 7, .words = weekdays},
};

std::vector<Span> words_of(std::string_view text, char separator) {
  std::vector<Span> words;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (separator != ' ' || end > begin) words.push_back({.begin = begin, .end = end});
    begin = end + 1;
  }
  return words;
}

std::optional<unsigned> number_in(std::string_view text, const Field& field) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  const auto word = std::ranges::find(field.words, lower_ascii(text));
  if (word == field.words.end()) return std::nullopt;
  return field.least + static_cast<unsigned>(word - field.words.begin());
}

/// One of the parts between commas: `*`, a number or a range, and perhaps a step.
std::optional<CronFault> fault_of_part(std::string_view part, const Field& field) {
  const std::size_t slash = part.find('/');
  const std::string_view range = part.substr(0, slash);
  const auto fault = [](std::string message, bool certain = true) {
    return CronFault{.span = {}, .message = std::move(message), .certain = certain};
  };
  if (slash != std::string_view::npos) {
    const auto step = number_in(part.substr(slash + 1), {.name = {}, .least = 0, .most = 0});
    if (!step || *step == 0)
      return fault(fmt::format("The step of the {} is a number from 1 on.", field.name), step.has_value());
  }
  if (range == "*") return std::nullopt;
  const std::size_t dash = range.find('-');
  const auto first = number_in(range.substr(0, dash), field);
  const auto last = dash == std::string_view::npos ? first : number_in(range.substr(dash + 1), field);
  if (!first || !last)
    return fault(fmt::format("{} is not understood as a {}.", quoted(part), field.name), false);
  for (const unsigned number : {*first, *last})
    if (number < field.least || number > field.most)
      return fault(fmt::format("The {} is {} to {}, not {}.", field.name, field.least, field.most, number));
  if (*first > *last) return fault(fmt::format("The range {} runs backwards.", quoted(range)), false);
  return std::nullopt;
}

} // namespace

std::optional<CronFault> find_cron_fault(std::string_view text) {
  const std::vector<Span> words = words_of(text, ' ');
  if (words.size() != std::size(fields))
    return CronFault{
        .span = {.begin = 0, .end = text.size()},
        .message = fmt::format("A schedule has five fields (minute, hour, day, month, weekday), not {}.",
                               words.size()),
        .certain = !text.starts_with('@')};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = text.substr(words[i].begin, words[i].size());
    for (const Span part : words_of(word, ',')) {
      auto fault = fault_of_part(word.substr(part.begin, part.size()), fields[i]);
      if (!fault) continue;
      fault->span = {.begin = words[i].begin + part.begin, .end = words[i].begin + part.end};
      return fault;
    }
  }
  return std::nullopt;
}

} // namespace unify_ls::workflow
