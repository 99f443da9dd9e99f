#include "server/commands/needs_input.h"

#include "server/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unify_ls::commands {
namespace {

constexpr std::string_view inputs_prefix = "inputs.";

json::value example_value(const protocol::FormField& field) {
  if (field.id == "confirmed") return true;
  if (field.default_) return *field.default_;
  if (field.type.entries)
    for (const protocol::FormEntry& entry : *field.type.entries)
      if (!entry.value.empty()) return json::value(json::string(entry.value));
  return "…";
}

/// The argument as it was, with something in each place that is missing.
std::string example_argument(const Call& call, const Form& form) {
  json::object example = call.arguments.is_object() ? call.arguments.get_object() : json::object{};
  for (const protocol::FormField& field : form.fields()) {
    if (field.id.starts_with(inputs_prefix)) {
      json::value& inputs = example["inputs"];
      if (!inputs.is_object()) inputs = json::object{};
      inputs.as_object()[field.id.substr(inputs_prefix.size())] = example_value(field);
    } else if (field.id != "component") { // that is a setting, or unify.component.select
      example[field.id] = example_value(field);
    }
  }
  return protocol::to_text(example);
}

bool is_answered(const Form& form, const protocol::FormField& field) {
  return form.answer(field.id) != nullptr;
}

} // namespace

Error needs_input(const Call& call, const Form& form) {
  for (const protocol::FormField& field : form.fields())
    if (field.error && !is_answered(form, field))
      return {.kind = ErrorKind::invalidInputs, .message = *field.error};

  std::vector<std::string> names;
  for (const std::string& id : form.missing()) names.push_back(fmt::format("`{}`", escaped(id)));
  Error error{.kind = ErrorKind::needsInput,
              .message = fmt::format("This needs more to go on: {}.", fmt::join(names, ", "))};
  if (const std::optional<std::string> wrong = form.first_error()) error.message = *wrong;
  error.missing = form.missing();
  error.example = example_argument(call, form);
  return error;
}

} // namespace unify_ls::commands
