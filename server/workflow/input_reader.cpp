#include "server/workflow/input_reader.h"

#include "server/workflow/inputs.h"
#include "server/workflow/near.h"
#include "server/workflow/scalar.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace unify_ls::workflow {

namespace {

const std::vector<std::string> type_names{"string", "number", "boolean", "choice"};

/// Fields of one input that are looked at: there are five to know.
constexpr std::size_t max_fields = 100;

/// Reads one input's fields, in whatever order the author wrote them; what depends on the type comes last.
class InputReader {
 public:
  InputReader(const YamlEntry& entry, std::vector<Problem>& problems)
      : fields_(merged_entries(*entry.value, max_fields)),
        problems_(problems) {
    input_.name = resolved(*entry.key).value;
    input_.range = entry.key->range;
    if (!resolved(*entry.value).is_mapping() && !is_null(*entry.value))
      warn(fmt::format("The input {} should be a mapping with fields such as type and default.",
                       quoted(input_.name)),
           entry.value->range);
  }

  Input read() {
    note_unknown_fields();
    read_type();
    read_description();
    read_required();
    read_options();
    read_default();
    return std::move(input_);
  }

 private:
  void note_unknown_fields() {
    static const std::vector<std::string> known{"type", "description", "required", "default", "options"};
    for (const YamlEntry& field : fields_) {
      if (problems_.size() == max_problems) return;
      const YamlNode& key = resolved(*field.key);
      if (key.is_scalar() && is_among(key.value, known)) continue;
      warn(fmt::format("An input has no field {}.{}", quoted(key.value), did_you_mean(key.value, known)),
           field.key->range);
    }
  }

  void read_type() {
    const YamlNode* node = find_value(fields_, "type");
    if (node == nullptr) return;
    const auto known = std::ranges::find(type_names, text_of(*node).value_or(""));
    if (known != type_names.end()) {
      input_.type = static_cast<InputType>(known - type_names.begin());
      return;
    }
    error(fmt::format("The type of an input is string, number, boolean or choice, not {}.{}",
                      quoted(node->value), did_you_mean(node->value, type_names)),
          node->range);
  }

  void read_description() {
    const YamlNode* node = find_value(fields_, "description");
    if (node == nullptr) return;
    input_.description = text_of(*node);
    if (input_.description && input_.description->empty()) input_.description.reset();
    if (!node->is_scalar()) warn("A description is a text.", node->range);
  }

  /// Nobody is harmed by being asked once too often, so a quoted `"true"` counts, with a warning.
  void read_required() {
    const YamlNode* node = find_value(fields_, "required");
    if (node == nullptr || is_null(*node)) return;
    input_.required = spelled_boolean(node->value).value_or(false);
    if (!spelled_boolean(*node)) warn("The field required is true or false, without quotes.", node->range);
  }

  void read_options() {
    const YamlNode* node = find_value(fields_, "options");
    if (input_.type != InputType::choice) {
      if (node != nullptr) warn("Options count for inputs of type choice only.", node->range);
      return;
    }
    if (node != nullptr && !node->is_sequence() && !is_null(*node))
      return error("The options of a choice are a list.", node->range);
    if (node != nullptr) read_option_list(*node);
    if (input_.options.empty())
      error(fmt::format("The choice {} has no options.", quoted(input_.name)), input_.range);
  }

  void read_option_list(const YamlNode& list) {
    std::unordered_set<std::string_view> seen;
    for (const YamlNode* item : list.items) {
      if (input_.options.size() == max_options)
        return error(fmt::format("Only the first {} options count.", max_options), item->range);
      const auto text = text_of(*item);
      if (!text)
        warn("An option is a text.", item->range);
      else if (!seen.insert(resolved(*item).value).second)
        warn(fmt::format("The option {} is already there.", quoted(*text)), item->range);
      else
        input_.options.push_back(*text);
    }
  }

  void read_default() {
    const YamlNode* node = find_value(fields_, "default");
    if (node == nullptr) return;
    input_.default_has_no_text = !node->is_scalar();
    if (input_.default_has_no_text) return warn("A default is a single value.", node->range);
    input_.default_text = text_of(*node);
    if (has_unusable_default(input_))
      warn(fmt::format("The default {} {}.", quoted(node->value), what_a_default_is()), node->range);
  }

  std::string_view what_a_default_is() const {
    if (input_.type == InputType::number) return "is not a decimal number";
    if (input_.type == InputType::boolean) return "is neither true nor false";
    if (input_.type == InputType::choice) return "is not one of the options";
    return "is too long, or holds a NUL character";
  }

  void warn(std::string message, Range range) {
    note(problems_, Severity::warning, std::move(message), range);
  }

  void error(std::string message, Range range) {
    note(problems_, Severity::error, std::move(message), range);
  }

  std::vector<YamlEntry> fields_;
  std::vector<Problem>& problems_;
  Input input_;
};

} // namespace

std::string_view name_of(InputType type) { return type_names[static_cast<std::size_t>(type)]; }

std::vector<Input> read_inputs(const YamlNode& inputs, std::vector<Problem>& problems) {
  if (!inputs.is_mapping()) {
    if (!is_null(inputs))
      note(problems, Severity::error, "Inputs are a mapping from each input's name to its fields.",
           inputs.range);
    return {};
  }
  std::vector<Input> read;
  std::size_t bytes = 0;
  for (const YamlEntry& entry : merged_entries(inputs)) {
    const YamlNode& key = resolved(*entry.key);
    if (!key.is_scalar() || key.value.empty()) {
      note(problems, Severity::error, "An input needs a name.", entry.key->range);
      continue;
    }
    // A duplicate key is a problem that the tree has told; the first one counts.
    if (std::ranges::find(read, key.value, &Input::name) != read.end()) continue;
    if (read.size() == max_inputs) {
      note(problems, Severity::error, fmt::format("Only the first {} inputs count.", max_inputs),
           entry.key->range);
      break;
    }
    Input input = InputReader(entry, problems).read();
    bytes += text_bytes(input);
    if (bytes > max_input_bytes) {
      note(
          problems, Severity::error,
          fmt::format("The texts of the inputs take more than {} KiB: only the inputs before this one count.",
                      max_input_bytes / 1024),
          entry.key->range);
      break;
    }
    read.push_back(std::move(input));
  }
  return read;
}

std::size_t text_bytes(const Input& input) {
  std::size_t bytes =
      input.name.size() + input.description.value_or("").size() + input.default_text.value_or("").size();
  for (const std::string& option : input.options) bytes += option.size();
  return bytes;
}

std::size_t text_bytes(const Workflow& workflow) {
  std::size_t bytes = workflow.name.size();
  for (const Input& input : workflow.inputs) bytes += text_bytes(input);
  return bytes;
}

} // namespace unify_ls::workflow
