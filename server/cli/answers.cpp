#include "server/cli/answers.h"

#include "protocol/json.h"
#include "server/base/text.h"
#include "server/commands/questions.h"
#include "server/workflow/numbers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
using protocol::FormEntry;
using protocol::FormField;
using Entries = std::vector<FormEntry>;

/// Entries named where several fit.
constexpr std::size_t named_entries = 5;

constexpr std::string_view confirmation = "confirmed";

bool is_choice(const FormField& field) { return field.type.entries.has_value(); }

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Where values are numbers themselves, a number before each would be read as one of them.
bool has_numbers(const Entries& entries) {
  return std::ranges::none_of(
      entries, [](const FormEntry& entry) { return workflow::sent_number(entry.value).has_value(); });
}

/// The entry that a bare Enter takes, if any.
const FormEntry* preselected(const FormField& field) {
  if (!field.default_ || !field.default_->is_string()) return nullptr;
  const auto found = std::ranges::find(*field.type.entries, std::string_view(field.default_->get_string()),
                                       &FormEntry::value);
  return found == field.type.entries->end() ? nullptr : &*found;
}

Tone tone_of_line(std::string_view line) {
  return line.starts_with("warning: ") ? Tone::doubtful : Tone::plain;
}

std::string described(std::string_view description, const Style& style) {
  const std::size_t first = std::min(description.find('\n'), description.size());
  std::string text = style.paint(Tone::strong, description.substr(0, first)) + "\n";
  for (description.remove_prefix(first); !description.empty();) {
    description.remove_prefix(1);
    const std::string_view line = description.substr(0, description.find('\n'));
    text += fmt::format("  {}\n", style.paint(tone_of_line(line), line));
    description.remove_prefix(line.size());
  }
  return text;
}

std::string entry_list(const Entries& entries, const Style& style) {
  const bool numbered = has_numbers(entries);
  std::string text;
  for (std::size_t i = 0; i < std::min(entries.size(), listed_entries); ++i) {
    const std::string mark = numbered ? fmt::format("{})", i + 1) : "-";
    text += fmt::format("  {} {}\n", style.paint(Tone::faint, mark), entries[i].description);
  }
  if (entries.size() > listed_entries)
    text += fmt::format("  … and {} more: type a part of the name\n", entries.size() - listed_entries);
  return text;
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : protocol::to_text(value);
}

std::string what_enter_means(const FormField& field) {
  if (field.default_) return fmt::format("[{}]", commands::shown(text_of(*field.default_)));
  return field.required ? "" : "[leave out]";
}

Typed chosen(const FormEntry& entry) { return {.answer = json::value(json::string(entry.value))}; }

enum class Part { beginning, anywhere };

bool has_part(std::string_view text, std::string_view wanted, Part part) {
  const std::size_t place = lower_ascii(text).find(lower_ascii(wanted));
  return part == Part::beginning ? place == 0 : place != std::string::npos;
}

std::vector<const FormEntry*> entries_with(const FormField& field, std::string_view typed, Part part) {
  std::vector<const FormEntry*> found;
  for (const FormEntry& entry : *field.type.entries) {
    // The values of a confirmation are no words that anybody types.
    const bool by_value = field.id != confirmation && has_part(entry.value, typed, part);
    if (by_value || has_part(entry.description, typed, part)) found.push_back(&entry);
  }
  return found;
}

Typed nothing_fits(const Entries& entries, std::string_view typed) {
  std::vector<std::string> names;
  for (const FormEntry& entry : entries) names.push_back(entry.value);
  return {.wrong = fmt::format("`{}` is not in the list.{}", commands::shown(typed),
                               commands::did_you_mean(typed, names))};
}

Typed several_fit(const std::vector<const FormEntry*>& found, std::string_view typed) {
  std::vector<std::string> names;
  for (const FormEntry* entry : found)
    if (names.size() < named_entries) names.push_back(entry->description);
  return {.wrong = fmt::format("`{}` fits several: {}{}.", commands::shown(typed), fmt::join(names, ", "),
                               found.size() > names.size() ? ", …" : "")};
}

/// y and n to a confirmation, for hands that are used to them.
std::optional<Typed> consent(const Entries& entries, bool said) {
  if (!said) return Typed{.left = true};
  for (const FormEntry& entry : entries)
    if (entry.value != commands::cancel_run && entry.value != commands::change_inputs) return chosen(entry);
  return std::nullopt;
}

/// y and n to a confirmation, or where the entries are true and false.
std::optional<Typed> yes_or_no(const FormField& field, std::string_view typed) {
  const std::optional<bool> said = commands::yes_or_no(typed);
  if (!said) return std::nullopt;
  const Entries& entries = *field.type.entries;
  if (field.id == confirmation) return consent(entries, *said);
  const auto truth = std::ranges::find(entries, *said ? "true" : "false", &FormEntry::value);
  const auto opposite = std::ranges::find(entries, *said ? "false" : "true", &FormEntry::value);
  if (truth == entries.end() || opposite == entries.end()) return std::nullopt;
  return chosen(*truth);
}

Typed understand_choice(const FormField& field, std::string_view typed) {
  const Entries& entries = *field.type.entries;
  typed = trimmed(typed);
  if (typed.empty()) {
    if (entries.empty()) return {.wrong = "There is nothing to choose: q leaves."};
    if (const FormEntry* entry = preselected(field)) return chosen(*entry);
    return {.wrong = "There is no default here: choose one."};
  }
  for (const FormEntry& entry : entries)
    if (entry.value == typed || entry.description == typed) return chosen(entry);
  const std::string word = lower_ascii(typed);
  if (word == "q" || word == "quit") return {.left = true};
  if (std::optional<Typed> said = yes_or_no(field, typed)) return *std::move(said);
  if (has_numbers(entries))
    if (const auto number = number_in(typed); number && *number >= 1 && *number <= entries.size())
      return chosen(entries[*number - 1]);
  for (const Part part : {Part::beginning, Part::anywhere}) {
    // A word in the middle of what would run is no consent to it.
    if (field.id == confirmation && part == Part::anywhere) continue;
    const std::vector<const FormEntry*> found = entries_with(field, typed, part);
    if (found.size() == 1) return chosen(*found.front());
    if (!found.empty()) return several_fit(found, typed);
  }
  return nothing_fits(entries, typed);
}

Typed understand_text(const FormField& field, std::string_view typed) {
  if (typed == R"("")" || typed == "''") return {.answer = json::value("")};
  if (!trimmed(typed).empty()) return {.answer = json::value(json::string(typed))};
  if (field.default_) return {.answer = field.default_};
  if (field.required) return {.wrong = "This needs a value. Ctrl-D leaves, and nothing is started."};
  return {.answer = json::value(nullptr)};
}

} // namespace

std::string question_text(const FormField& field, const Style& style) {
  std::string text = "\n";
  if (field.error) text += style.paint(Tone::bad, *field.error) + "\n";
  text += described(field.description, style);
  if (is_choice(field)) text += entry_list(*field.type.entries, style);
  return text;
}

std::string prompt_text(const FormField& field, const Style& style) {
  if (is_choice(field)) {
    const Entries& entries = *field.type.entries;
    if (entries.empty()) return "q leaves: ";
    const FormEntry* entry = preselected(field);
    std::string enter = "q leaves";
    if (entry != nullptr) {
      const auto place = static_cast<std::size_t>(entry - entries.data());
      const bool by_number = has_numbers(entries) && place < listed_entries;
      enter = fmt::format("{}, q leaves",
                          by_number ? fmt::to_string(place + 1) : commands::shown_apart(entry->value));
    }
    return fmt::format("Your choice {}: ", style.paint(Tone::faint, fmt::format("[{}]", enter)));
  }
  const std::string enter = what_enter_means(field);
  return enter.empty() ? "> " : fmt::format("{} > ", style.paint(Tone::faint, enter));
}

Typed understand(const FormField& field, std::string_view typed) {
  return is_choice(field) ? understand_choice(field, typed) : understand_text(field, typed);
}

} // namespace unify_ls::cli
