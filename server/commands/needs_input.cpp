#include "server/commands/needs_input.h"

#include "server/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unify_ls::commands {
namespace {

constexpr std::string_view inputs_prefix = "inputs.";

/// A value that the field would take; nothing where none can be thought of.
std::optional<json::value> example_value(const protocol::FormField& field) {
  if (field.id == "confirmed") return true;
  if (field.default_) return *field.default_;
  if (field.type.entries)
    for (const protocol::FormEntry& entry : *field.type.entries)
      if (!entry.value.empty()) return json::value(json::string(entry.value));
  if (field.type.kind == "number") return 1;
  if (field.type.kind == "string") return "…";
  return std::nullopt;
}

/// Puts in what would answer a field: what it was asked with, else a value of its own name.
void add_example(json::object& example, const protocol::FormField& field, const Form& form) {
  if (const json::object* arguments = form.example(field.id)) {
    for (const auto& member : *arguments) example[member.key()] = member.value();
    return;
  }
  const json::value* answer = field.error ? nullptr : form.answer(field.id);
  std::optional<json::value> value = answer ? *answer : example_value(field);
  if (!value) return;
  if (!field.id.starts_with(inputs_prefix)) {
    example[field.id] = *std::move(value);
    return;
  }
  json::value& inputs = example["inputs"];
  if (!inputs.is_object()) inputs = json::object{};
  inputs.as_object()[field.id.substr(inputs_prefix.size())] = *std::move(value);
}

/// The argument as it was, with something in each place that is missing. A secret is no argument, so nothing
/// would do that lacks it.
std::string example_argument(const Call& call, const Form& form) {
  json::value written = call.arguments.to_json();
  json::object example = written.is_object() ? std::move(written.get_object()) : json::object{};
  if (call.background) example["background"] = true;
  for (const protocol::FormField& field : form.fields()) {
    if (field.type.kind == "secret") return {};
    add_example(example, field, form);
  }
  return protocol::to_text(example);
}

/// What is missing, in the words of a person.
std::string name_of_missing(std::string_view id) {
  if (id.starts_with(inputs_prefix))
    return fmt::format("the input `{}`", escaped(id.substr(inputs_prefix.size())));
  if (id == "confirmed") return "consent";
  if (id == "file") return "a workflow";
  if (id == "expires" || id == "expiresOn") return "the day on which the token ends";
  return fmt::format("a {}", escaped(id));
}

/// "a", "a and b", "a, b and c"
std::string listed(std::vector<std::string> names) {
  if (names.size() < 2) return fmt::format("{}", fmt::join(names, ""));
  const std::string last = std::move(names.back());
  names.pop_back();
  return fmt::format("{} and {}", fmt::join(names, ", "), last);
}

bool is_answered(const Form& form, const protocol::FormField& field) {
  return form.answer(field.id) != nullptr;
}

} // namespace

Error needs(std::vector<std::string> missing) {
  std::vector<std::string> names;
  for (const std::string& id : missing) names.push_back(name_of_missing(id));
  Error error{.kind = ErrorKind::needsInput, .message = fmt::format("Needs {}.", listed(std::move(names)))};
  error.missing = std::move(missing);
  return error;
}

Error needs_input(const Call& call, const Form& form) {
  for (const protocol::FormField& field : form.fields())
    if (field.error && !is_answered(form, field))
      return {.kind = ErrorKind::invalidInputs, .message = *field.error};
  if (form.cause()) return *form.cause();

  std::vector<std::string> missing = form.missing();
  missing.insert(missing.end(), form.announced().begin(), form.announced().end());
  Error error = needs(std::move(missing));
  // Which component is meant is asked with the reason why it is not known.
  for (const protocol::FormField& field : form.fields())
    if (field.id == "component" && !is_answered(form, field)) error.message += " " + field.description;
  if (const std::optional<std::string> wrong = form.first_error()) error.message = *wrong;
  error.example = example_argument(call, form);
  return error;
}

} // namespace unify_ls::commands
