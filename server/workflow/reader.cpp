#include "server/workflow/reader.h"

#include "server/base/text.h"
#include "server/workflow/input_reader.h"
#include "server/workflow/near.h"
#include "server/workflow/scalar.h"
#include "server/workflow/schema/objects.h"
#include "server/workflow/wording.h"
#include "server/workflow/yaml_tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::workflow {

namespace {

/// Characters; of a longer name the rest is cut.
constexpr std::size_t max_name_length = 1000;

const std::vector<std::string>& trigger_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Key& trigger : schema::triggers.keys) all.emplace_back(trigger.name);
    return all;
  }();
  return names;
}

/// The last problem is why it cannot be started.
void note_obstacle(Workflow& workflow) { workflow.obstacle = workflow.problems.back(); }

class Reader {
 public:
  Reader(const YamlTree& tree, Workflow& workflow)
      : workflow_(workflow),
        top_(merged_entries(*tree.root())),
        root_range_(tree.root()->range) {}

  void read() {
    read_name();
    read_api_version();
    const bool is_workflow = read_kind();
    if (const YamlNode* on = find_value(top_, "on"); on != nullptr && !is_null(*on)) {
      read_triggers(*on);
    } else if (is_workflow) {
      note_at_top(Severity::warning, "Nothing starts this workflow: it has no triggers under `on`.");
    }
    if (!is_workflow) {
      workflow_.manual = false;
      workflow_.inputs.clear();
    }
  }

 private:
  void read_name() {
    const YamlNode* node = find_value(top_, "name");
    if (node == nullptr) return;
    const auto text = text_of(*node);
    if (text && !text->empty())
      workflow_.name = shortened(std::string_view(*text).substr(0, 4 * max_name_length), max_name_length);
    if (!node->is_scalar()) note(Severity::warning, "The name of a workflow is a text.", *node);
  }

  void read_api_version() {
    const YamlNode* node = find_value(top_, "apiVersion");
    const std::string wanted = fmt::format("`apiVersion: {}`", schema::api_version);
    if (node == nullptr) return note_at_top(Severity::error, fmt::format("The line {} is missing.", wanted));
    if (node->value != schema::api_version)
      note(Severity::error, fmt::format("This has to be {}.", wanted), *node);
  }

  /// Whether the file may be started at all. One without a kind may: its author most likely forgot the line.
  bool read_kind() {
    const YamlNode* node = find_value(top_, "kind");
    if (node == nullptr) {
      note_at_top(Severity::error, "The line `kind: workflow` is missing.");
      return true;
    }
    if (schema::is_workflow_kind(node->value)) return true;
    const bool known = node->value == "action" || node->value == "CustomJob";
    if (known) {
      note(Severity::warning,
           fmt::format("This file is of kind {}, not a workflow: it cannot be started.", quoted(node->value)),
           *node);
    } else {
      note(Severity::error,
           fmt::format("The kind of a workflow is `workflow`, not {}: it cannot be started.",
                       quoted(node->value)),
           *node);
    }
    note_obstacle(workflow_);
    return false;
  }

  void read_triggers(const YamlNode& on) {
    if (on.is_mapping()) {
      for (const YamlEntry& entry : merged_entries(on)) read_trigger(*entry.key, resolved(*entry.value));
    } else if (on.is_sequence()) {
      for (const YamlNode* item : on.items) read_trigger(*item, YamlNode{});
    } else {
      read_trigger(on, YamlNode{});
    }
  }

  void read_trigger(const YamlNode& name, const YamlNode& value) {
    const YamlNode& node = resolved(name);
    const std::vector<std::string>& triggers = trigger_names();
    if (!node.is_scalar() || !is_among(node.value, triggers))
      return note(Severity::error,
                  fmt::format("There is no trigger {}: the triggers are {}.{}", quoted(node.value),
                              quoted_list(triggers), did_you_mean(node.value, triggers)),
                  name);
    if (node.value == "workflow_dispatch" && !workflow_.manual) read_dispatch(value);
  }

  void read_dispatch(const YamlNode& dispatch) {
    workflow_.manual = true;
    if (is_null(dispatch)) return;
    if (!dispatch.is_mapping())
      return note(Severity::error, "What stands below workflow_dispatch is a mapping with inputs.", dispatch);
    const auto entries = merged_entries(dispatch);
    for (const YamlEntry& entry : entries) {
      if (resolved(*entry.key).value == "inputs") continue;
      note(Severity::warning,
           fmt::format("The trigger workflow_dispatch has no field {}, only inputs.",
                       quoted(resolved(*entry.key).value)),
           *entry.key);
    }
    if (const YamlNode* inputs = find_value(entries, "inputs"))
      workflow_.inputs = read_inputs(*inputs, workflow_.problems);
  }

  void note(Severity severity, std::string message, const YamlNode& node) {
    workflow::note(workflow_.problems, severity, std::move(message), node.range);
  }

  /// For what is missing: shown at the first key.
  void note_at_top(Severity severity, std::string message) {
    const Range range = top_.empty() ? root_range_ : top_.front().key->range;
    workflow::note(workflow_.problems, severity, std::move(message), range);
  }

  Workflow& workflow_;
  std::vector<YamlEntry> top_;
  Range root_range_;
};

} // namespace

Workflow read_workflow(std::string_view text, std::string_view file_name) {
  return read_workflow(parse_yaml(text), file_name);
}

Workflow read_workflow(const std::expected<YamlTree, Problem>& tree, std::string_view file_name) {
  Workflow workflow{.name = std::string(file_name)};
  if (!tree) {
    workflow.problems.push_back(tree.error());
    note_obstacle(workflow);
    return workflow;
  }
  workflow.problems = tree->problems();
  const YamlNode* root = tree->root();
  if (root == nullptr || is_null(*root)) {
    note(workflow.problems, Severity::error, "The file is empty.", {});
    note_obstacle(workflow);
  } else if (!root->is_mapping()) {
    note(workflow.problems, Severity::error, "A workflow is a mapping with keys such as `on` and `jobs`.",
         root->range);
    note_obstacle(workflow);
  } else {
    Reader(*tree, workflow).read();
  }
  return workflow;
}

bool is_workflow_file_name(std::string_view name) {
  if (name.starts_with('.') || name.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos)
    return false;
  return name.ends_with(".yaml") || name.ends_with(".yml");
}

} // namespace unify_ls::workflow
