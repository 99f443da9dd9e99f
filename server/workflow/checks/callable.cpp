#include "server/workflow/checks/callable.h"

#include "server/base/text.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/near.h"
#include "server/workflow/scalar.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

using Entries = std::vector<YamlEntry>;

/// Characters; of a longer type, default or description the rest is cut. Through aliases one long text may be
/// that of every input.
constexpr std::size_t max_text_length = 1000;

/// The names below a key, each with its value. What cannot be read makes the whole incomplete.
Entries names_below(const Entries& entries, std::string_view key, Callable& callable) {
  const YamlNode* node = find_value(entries, key);
  if (node == nullptr || is_null(*node)) return {};
  Entries names = merged_entries(*node);
  if (!node->is_mapping() || names.size() > max_called_names) callable.complete = false;
  if (names.size() > max_called_names) names.resize(max_called_names);
  // These names are written into other files: one with a line break would add lines of its own.
  const auto is_odd = [](const YamlEntry& entry) {
    const std::string& name = resolved(*entry.key).value;
    return name.size() > max_near_length || !is_name(name);
  };
  if (std::erase_if(names, is_odd) > 0) callable.complete = false;
  return names;
}

bool must_be_given(const Entries& fields) {
  const YamlNode* required = find_value(fields, "required");
  if (required == nullptr || !spelled_boolean(required->value).value_or(false)) return false;
  const YamlNode* value = find_value(fields, "default");
  return value == nullptr || is_null(*value);
}

std::string text_below(const Entries& fields, std::string_view key) {
  const YamlNode* node = find_value(fields, key);
  const auto text = node == nullptr ? std::nullopt : text_of(*node);
  return text ? shortened(std::string_view(*text).substr(0, 4 * max_text_length), max_text_length)
              : std::string();
}

void read_names(const Entries& entries, Callable& callable) {
  for (const YamlEntry& entry : names_below(entries, "inputs", callable))
    callable.inputs.push_back(read_input(entry));
  for (const YamlEntry& entry : names_below(entries, "outputs", callable))
    callable.outputs.push_back(resolved(*entry.key).value);
}

} // namespace

Callable::Input read_input(const YamlEntry& entry) {
  const auto fields = merged_entries(*entry.value);
  return {.name = resolved(*entry.key).value,
          .required = must_be_given(fields),
          .type = text_below(fields, "type"),
          .default_text = text_below(fields, "default"),
          .description = text_below(fields, "description")};
}

const Callable::Input* Callable::find_input(std::string_view name) const {
  const auto found = std::ranges::find(inputs, name, &Input::name);
  return found == inputs.end() ? nullptr : &*found;
}

Callable read_callable(const SourceTree& source) {
  Callable callable;
  callable.complete = !source.refusal() && source.root() != nullptr && resolved(*source.root()).is_mapping();
  if (!callable.complete) return callable;
  const Entries top = merged_entries(*source.root());
  const YamlNode* on = find_value(top, "on");
  if (on == nullptr) {
    read_names(top, callable);
    return callable;
  }
  const Entries triggers = merged_entries(*on);
  const YamlNode* call = find_value(triggers, "workflow_call");
  callable.can_be_called = call != nullptr || !on->is_mapping();
  if (call == nullptr || !call->is_mapping()) return callable;
  const Entries fields = merged_entries(*call);
  read_names(fields, callable);
  for (const YamlEntry& entry : names_below(fields, "secrets", callable))
    callable.secrets.push_back(resolved(*entry.key).value);
  return callable;
}

} // namespace unify_ls::workflow
