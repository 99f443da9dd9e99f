#include "server/commands/questions.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/folders.h"
#include "server/workflow/near.h"
#include "server/workflow/numbers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;
using protocol::FormEntry;
using protocol::FormField;

/// Options named in the description of a list that a client can only show as a text.
constexpr std::size_t described_options = 20;

/// Digits of a number that every client's JSON keeps; Lua's writes no more.
constexpr std::size_t safe_json_digits = 14;

constexpr std::string_view input_prefix = "inputs.";
constexpr std::string_view default_mark = " (default)";
constexpr std::string_view current_mark = " (current)";
constexpr std::string_view leave_out = "(leave out)";

/// A number as JSON, unless some client would give back another one.
std::optional<json::value> json_number(const std::string& text) {
  const auto decimal = workflow::shortest_decimal(text);
  if (!decimal || workflow::significant_digits(*decimal) > safe_json_digits) return std::nullopt;
  const char* const end = decimal->data() + decimal->size();
  std::int64_t whole = 0;
  const auto [stop, error] = std::from_chars(decimal->data(), end, whole);
  if (error == std::errc{} && stop == end) return json::value(whole);
  double number = 0;
  std::from_chars(decimal->data(), end, number);
  return json::value(number);
}

std::string described(const workflow::Input& input) {
  std::string text = shown(input.name);
  if (input.description) text += ": " + shown_words(*input.description);
  if (!input.required && !workflow::usable_default(input)) text += " (optional)";
  return text;
}

/// A value as the input's list has it: the text that is sent, or that of leaving it out.
std::optional<std::string> entry_of(const workflow::Input& input, const workflow::GivenValue& value) {
  const auto checked = workflow::check_input(input, value);
  if (!checked) return std::nullopt;
  return checked->value_or(leave_out_value(input));
}

/// The list of a choice or a boolean, in the making.
class InputList {
 public:
  InputList(const workflow::Input& input, const GivenBefore& before)
      : input_(input),
        answered_(before.answer.has_value()),
        default_(workflow::usable_default(input)) {
    if (before.run) earlier_ = entry_of(input, *before.run);
    current_ = before.answer ? entry_of(input, *before.answer) : earlier_;
    fill();
  }

  /// Where the client cannot preselect, what stood for the default at first stays the first.
  void put_default_first() {
    const std::optional<std::string>& first = earlier_ ? earlier_ : default_;
    const auto found = first ? find(*first) : entries_.end();
    if (found != entries_.end()) std::rotate(entries_.begin(), found, found + 1);
  }

  std::optional<std::string> preselected() {
    std::vector<std::optional<std::string>> likely{current_};
    if (!answered_) likely.insert(likely.end(), {default_, leave_out_value(input_)});
    for (const std::optional<std::string>& value : likely)
      if (value && find(*value) != entries_.end()) return value;
    return std::nullopt;
  }

  std::vector<FormEntry> take() { return std::move(entries_); }

 private:
  void fill() {
    if (!input_.required && !default_) add(leave_out_value(input_), std::string(leave_out));
    if (input_.type == workflow::InputType::choice) {
      for (const std::string& option : input_.options) add(option, shown_apart(option));
    } else {
      // Without a default the careful answer stands first.
      for (const bool truth : {default_.has_value(), !default_})
        add(truth ? "true" : "false", truth ? "true" : "false");
    }
  }

  void add(std::string value, std::string description) {
    if (value == default_) description += default_mark;
    if (value == current_) description += current_mark;
    entries_.push_back({std::move(value), std::move(description)});
  }

  std::vector<FormEntry>::iterator find(const std::string& value) {
    return std::ranges::find(entries_, value, &FormEntry::value);
  }

  const workflow::Input& input_;
  bool answered_;
  std::optional<std::string> default_;
  std::optional<std::string> earlier_{};
  std::optional<std::string> current_{};
  std::vector<FormEntry> entries_{};
};

FormField list_question(FormField field, const workflow::Input& input, const GivenBefore& before,
                        const InputAsking& asking) {
  InputList list(input, before);
  if (!asking.preselects) list.put_default_first();
  // Clients that do not know our ways stumble over an empty default.
  if (const auto value = list.preselected(); value && (asking.preselects || !value->empty()))
    field.default_ = json::value(json::string(*value));
  field.type = {.kind = "enum", .entries = list.take()};
  return field;
}

/// What a text begins with; nothing where it was left empty.
std::optional<std::string> beginning(const workflow::Input& input, const GivenBefore& before) {
  if (!before.answer) return before.run ? before.run : workflow::usable_default(input);
  std::optional<std::string> text = workflow::text_of(*before.answer);
  return text && text->empty() ? std::nullopt : text;
}

FormField text_question(FormField field, const workflow::Input& input, const GivenBefore& before,
                        const InputAsking& asking) {
  const std::optional<std::string> text = beginning(input, before);
  if (input.type == workflow::InputType::number && asking.numbers) {
    if (text) field.default_ = json_number(*text);
    // A number that JSON would not keep is asked for as a text.
    if (field.default_ || !text || !workflow::sent_number(*text)) field.type.kind = "number";
  }
  if (field.type.kind == "string" && text && !text->empty())
    field.default_ = json::value(json::string(*text));
  return field;
}

} // namespace

std::string short_commit(std::string_view commit) {
  constexpr std::size_t compared = 10;
  return shown(commit.substr(0, compared));
}

std::string shown(std::string_view text, std::size_t limit) {
  const std::string whole = escaped(text);
  std::string cut = shortened(whole, limit);
  if (cut != whole) cut += fmt::format(" ({} bytes)", text.size());
  return cut;
}

std::string shown_apart(std::string_view value, std::size_t limit) {
  constexpr std::array<std::string_view, 5> marks{"(default)", "(current)", "(leave out)", "(left out)",
                                                  "(empty)"};
  const bool looks_like_one =
      std::ranges::any_of(marks, [&](std::string_view mark) { return value.ends_with(mark); });
  return value.empty() || looks_like_one ? fmt::format("\"{}\"", shown(value, limit)) : shown(value, limit);
}

std::string shown_words(std::string_view text, std::size_t limit) {
  std::string line;
  for (std::string_view rest = trimmed(text); !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of(" \t\r\n\f\v"), rest.size());
    line += (line.empty() ? "" : " ") + std::string(rest.substr(0, end));
    rest = trimmed(rest.substr(end));
  }
  return shown(line, limit);
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known) {
  std::vector<std::string> near = workflow::near_names(wanted, known);
  if (near.empty()) return {};
  for (std::string& name : near) name = fmt::format("`{}`", shown(name));
  return fmt::format(" Did you mean {}?", fmt::join(near, " or "));
}

std::string input_field_id(std::string_view input) { return fmt::format("{}{}", input_prefix, input); }

InputAsking asking_of(const Client& client) {
  return {.preselects = client.preselects(),
          .numbers = client.knows_field_kind("number"),
          .yes_and_no = client.takes_yes_and_no()};
}

std::string leave_out_value(const workflow::Input& input) {
  std::string value;
  while (workflow::is_among(value, input.options))
    value = value.empty() ? std::string(leave_out) : fmt::format("({})", value);
  return value;
}

std::optional<bool> yes_or_no(std::string_view typed) {
  const std::string word = lower_ascii(typed);
  if (word == "y" || word == "yes") return true;
  if (word == "n" || word == "no") return false;
  return std::nullopt;
}

void preselect_first(FormField& field) {
  if (field.default_ || !field.type.entries || field.type.entries->empty()) return;
  if (!field.id.starts_with(input_prefix))
    field.default_ = json::value(json::string(field.type.entries->front().value));
}

FormField folder_question(const std::vector<std::string>& folders) {
  FormField field{.id = "folder",
                  .description = "Folder",
                  .type = {.kind = "enum", .entries = std::vector<FormEntry>{}},
                  .required = true};
  for (const std::string& folder : folders)
    field.type.entries->push_back({uri_of_path(folder), shown(name_among(folder, folders))});
  return field;
}

FormField branch_question(std::string_view folder, const std::string& description) {
  json::object config{{"folder", uri_of_path(folder)}};
  return {.id = "branch",
          .description = description,
          .type = {.kind = "lazyEnum", .source = "branches", .config = std::move(config)},
          .required = true};
}

FormField input_question(const workflow::Input& input, const GivenBefore& before, const InputAsking& asking) {
  FormField field{.id = input_field_id(input.name),
                  .description = described(input),
                  .type = {.kind = "string"},
                  .required = input.required};
  const bool is_list =
      input.type == workflow::InputType::boolean || input.type == workflow::InputType::choice;
  return is_list ? list_question(std::move(field), input, before, asking)
                 : text_question(std::move(field), input, before, asking);
}

void adapt_kind(FormField& field, const std::function<bool(std::string_view)>& knows_kind,
                const std::vector<FormEntry>& lazy_entries) {
  if (knows_kind(field.type.kind)) return;
  if (field.type.kind == "lazyEnum") field.type = {.kind = "enum", .entries = lazy_entries};
  if (knows_kind(field.type.kind)) return;
  if (field.type.kind == "enum" && field.type.entries) {
    std::vector<std::string> values;
    for (const FormEntry& entry : *field.type.entries)
      if (values.size() < described_options && !entry.description.starts_with(leave_out))
        values.push_back(shown_apart(entry.value));
    field.description += fmt::format(" [{}]", fmt::join(values, " | "));
  }
  if (field.type.kind != "secret") field.type = {.kind = "string"};
}

} // namespace unify_ls::commands
