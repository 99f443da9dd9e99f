#include "server/commands/questions.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/discovery.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;
using protocol::FormEntry;
using protocol::FormField;

/// Options named in the description of a list that a client can only show as a text.
constexpr std::size_t described_options = 20;

std::string described(const workflow::Input& input) {
  std::string text = shown(input.name);
  if (input.description) text += ": " + shown(*input.description);
  if (!input.required && !input.default_text) text += " (optional)";
  return text;
}

std::optional<json::value> number_of(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  constexpr double exact_limit = 9'007'199'254'740'992; // beyond it a double skips whole numbers
  if (std::trunc(number) == number && std::abs(number) <= exact_limit)
    return json::value(static_cast<std::int64_t>(number));
  return json::value(number);
}

/// The options of a list, the default first, then in the author's order.
std::vector<FormEntry> entries_of(const std::vector<std::string>& options,
                                  const std::optional<std::string>& first) {
  std::vector<FormEntry> entries;
  if (first && std::ranges::find(options, *first) != options.end())
    entries.push_back({*first, fmt::format("{} (default)", shown(*first))});
  for (const std::string& option : options)
    if (!first || option != *first) entries.push_back({option, option.empty() ? "(empty)" : shown(option)});
  return entries;
}

FormField list_question(FormField field, const workflow::Input& input,
                        const std::optional<std::string>& first) {
  const std::vector<std::string> truth{"true", "false"};
  const bool boolean = input.type == workflow::InputType::boolean;
  field.type = {.kind = "enum", .entries = entries_of(boolean ? truth : input.options, first)};
  if (!input.required && !input.default_text) {
    const FormEntry leave_out{"", "(leave out)"};
    field.type.entries->insert(
        first && !first->empty() ? field.type.entries->end() : field.type.entries->begin(), leave_out);
  }
  if (first) field.default_ = json::value(json::string(*first));
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

std::string input_field_id(std::string_view input) { return fmt::format("inputs.{}", input); }

FormField folder_question(const std::vector<std::string>& folders) {
  FormField field{.id = "folder",
                  .description = "Folder",
                  .type = {.kind = "enum", .entries = std::vector<FormEntry>{}},
                  .required = true};
  for (const std::string& folder : folders)
    field.type.entries->push_back({uri_of_path(folder), shown(folder)});
  return field;
}

FormField branch_question(std::string_view folder, const std::string& description) {
  json::object config{{"folder", uri_of_path(folder)}};
  return {.id = "branch",
          .description = description,
          .type = {.kind = "lazyEnum", .source = "branches", .config = std::move(config)},
          .required = true};
}

FormField component_question(const std::vector<state::ComponentRecord>& candidates,
                             const std::string& reason) {
  FormField field{.id = "component",
                  .description = reason + " Which component is meant?",
                  .type = {.kind = "enum", .entries = std::vector<FormEntry>{}},
                  .required = true};
  for (const state::ComponentRecord& component : candidates) {
    std::string description = shown(shown_name(component));
    if (!component.repository_url.empty())
      description += fmt::format(" ({})", shown(component.repository_url));
    field.type.entries->push_back({component.component_id, std::move(description)});
  }
  return field;
}

FormField input_question(const workflow::Input& input, const std::optional<std::string>& earlier) {
  const std::optional<std::string>& first = earlier ? earlier : input.default_text;
  FormField field{.id = input_field_id(input.name),
                  .description = described(input),
                  .type = {.kind = "string"},
                  .required = input.required};
  switch (input.type) {
  case workflow::InputType::boolean:
  case workflow::InputType::choice: return list_question(std::move(field), input, first);
  case workflow::InputType::number:
    field.type.kind = "number";
    if (first) field.default_ = number_of(*first);
    return field;
  case workflow::InputType::string:
    if (first && !first->empty()) field.default_ = json::value(json::string(*first));
    return field;
  }
  return field;
}

void adapt_kind(FormField& field, const std::function<bool(std::string_view)>& knows_kind,
                const std::vector<FormEntry>& lazy_entries) {
  if (knows_kind(field.type.kind)) return;
  if (field.type.kind == "lazyEnum") field.type = {.kind = "enum", .entries = lazy_entries};
  if (knows_kind(field.type.kind)) return;
  if (field.type.kind == "enum" && field.type.entries) {
    std::vector<std::string> values;
    for (const FormEntry& entry : *field.type.entries)
      if (values.size() < described_options && !entry.value.empty()) values.push_back(shown(entry.value));
    field.description += fmt::format(" [{}]", fmt::join(values, " | "));
    if (!field.type.entries->empty() && !field.default_ && field.id != "confirmed")
      field.default_ = json::value(json::string(field.type.entries->front().value));
  }
  if (field.type.kind == "number" && field.default_)
    field.default_ = json::value(json::string(protocol::to_text(*field.default_)));
  if (field.type.kind != "secret") field.type = {.kind = "string"};
}

} // namespace unify_ls::commands
