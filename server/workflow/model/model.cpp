#include "server/workflow/model/model.h"

#include "server/base/text.h"
#include "server/workflow/model/paths.h"
#include "server/workflow/scalar.h"
#include "server/workflow/schema/walk.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

const Object& object_of_file(FileKind kind) {
  if (kind == FileKind::run_document) return schema::run_document;
  if (kind == FileKind::action) return schema::action_file;
  return kind == FileKind::custom_job ? schema::custom_job_file : schema::workflow_file;
}

namespace {

JobSort sort_of(const std::vector<YamlEntry>& entries) {
  const bool steps = find_value(entries, "steps") != nullptr;
  const bool uses = find_value(entries, "uses") != nullptr;
  const bool delegates = find_value(entries, "delegates") != nullptr;
  if (!steps && !uses && !delegates) return JobSort::none;
  if (static_cast<int>(steps) + static_cast<int>(uses) + static_cast<int>(delegates) > 1)
    return JobSort::several;
  if (steps) return JobSort::standard;
  return uses ? JobSort::calling : JobSort::delegating;
}

/// Walks once along the schema and gathers what a file declares and where its expressions stand.
class Builder : public SchemaVisitor {
 public:
  explicit Builder(Model& model) : model_(model) {}

  bool entry(const Object& object, const YamlEntry& entry, const Key* key) {
    if (&object == &schema::jobs) add_job(entry);
    if (&object == &schema::workflow_file && key == nullptr) add_job_outside(entry);
    if (key != nullptr && is_input(*key)) add_input(entry, *key->inside);
    return true;
  }

  void enter(const Object& object, const YamlNode& mapping, const YamlNode* /*key_node*/) {
    if (is_job_object(object)) job_ = static_cast<int>(model_.jobs.size()) - 1;
    if (&object == &schema::step) add_step(mapping);
  }

  void leave(const Object& object, const YamlNode& /*mapping*/) {
    if (&object == &schema::step) step_ = -1;
    if (is_job_object(object)) {
      model_.jobs[static_cast<std::size_t>(job_)].last_step = static_cast<int>(model_.steps.size());
      job_ = -1;
    }
  }

  void scalar(const Key& key, const YamlNode& scalar) {
    const bool condition = key.place == Place::job_if || key.place == Place::step_if;
    if (condition && !scalar.value.contains("${{")) {
      // `if: !x` is a tag to YAML, and the rules have something to say about that.
      const bool empty = trimmed(scalar.value).empty() && !scalar.tag.starts_with('!');
      const bool constant = is_null(scalar) || boolean_of(scalar) || empty;
      if (!constant && has_room()) add(key, scalar, read_condition(scalar.value));
      return;
    }
    if (!scalar.value.contains("${{") || !has_room()) return;
    for (Expression& expression : read_expressions(scalar.value)) add(key, scalar, std::move(expression));
  }

 private:
  static bool is_input(const Key& key) {
    return key.inside != nullptr && key.name.empty() && find_key(*key.inside, "required") != nullptr &&
           find_key(*key.inside, "default") != nullptr;
  }

  /// Asked before one is read: through aliases a long script may stand at thousands of places.
  bool has_room() {
    if (model_.expressions.size() < max_file_expressions) return true;
    model_.excess = fmt::format("This file has more than {} expressions: the others are not checked.",
                                max_file_expressions);
    return false;
  }

  void add(const Key& key, const YamlNode& scalar, Expression expression) {
    if (!has_room()) return;
    model_.expressions.push_back(
        {.scalar = &scalar, .key = &key, .job = job_, .step = step_, .expression = std::move(expression)});
  }

  void add_job(const YamlEntry& entry) {
    const YamlNode& name = resolved(*entry.key);
    Job& job = model_.jobs.emplace_back();
    job.name = name.value;
    job.name_node = entry.key;
    job.value = &resolved(*entry.value);
    job.first_step = job.last_step = static_cast<int>(model_.steps.size());
    model_.jobs_by_name.emplace(job.name, static_cast<int>(model_.jobs.size()) - 1);
    if (!job.value->is_mapping()) return;
    job.body = job.value;
    job.entries = merged_entries(*job.body);
    job.sort = sort_of(job.entries);
    if (const YamlNode* needs = job.find("needs")) read_needs(*needs, job.needs);
  }

  static void read_needs(const YamlNode& needs, std::vector<const YamlNode*>& into) {
    if (needs.is_scalar() && text_of(needs)) into.push_back(&needs);
    for (const YamlNode* item : needs.items)
      if (text_of(*item)) into.push_back(&resolved(*item));
  }

  /// A job at the left margin: its name is known, and what it holds is not looked at before it is moved.
  void add_job_outside(const YamlEntry& entry) {
    const YamlNode& value = resolved(*entry.value);
    if (!value.is_mapping() || sort_of(merged_entries(value)) == JobSort::none) return;
    Job& job = model_.jobs.emplace_back();
    job.name = resolved(*entry.key).value;
    job.name_node = entry.key;
    job.value = &value;
    job.outside = true;
    job.first_step = job.last_step = static_cast<int>(model_.steps.size());
    model_.jobs_by_name.emplace(job.name, static_cast<int>(model_.jobs.size()) - 1);
  }

  void add_input(const YamlEntry& entry, const Object& object) {
    model_.inputs.push_back({.name = resolved(*entry.key).value,
                             .name_node = entry.key,
                             .value = &resolved(*entry.value),
                             .object = &object});
  }

  void add_step(const YamlNode& mapping) {
    step_ = static_cast<int>(model_.steps.size());
    Step& step = model_.steps.emplace_back();
    step.node = &mapping;
    step.entries = merged_entries(mapping);
    step.job = job_;
    const YamlNode* id = step.find("id");
    if (id == nullptr || !id->is_scalar()) return;
    step.id = id->value;
    model_.steps_by_id.emplace(std::pair(job_, step.id), step_);
  }

  Model& model_;
  int job_ = -1;
  int step_ = -1;
};

const YamlNode& nothing() {
  static const YamlNode node;
  return node;
}

void read_triggers(Model& model) {
  model.triggers = find_value(model.top, "on");
  if (model.triggers == nullptr) return;
  const YamlNode& on = *model.triggers;
  if (on.is_mapping()) model.trigger_entries = merged_entries(on);
  for (const YamlNode* item : on.items)
    if (resolved(*item).is_scalar()) model.trigger_entries.push_back({.key = item, .value = &nothing()});
  if (on.is_scalar() && !is_null(on)) model.trigger_entries.push_back({.key = &on, .value = &nothing()});
}

/// Inputs that cannot be read might be any.
bool are_inputs_readable(const YamlNode* inputs) {
  if (inputs == nullptr) return true;
  if (inputs->is_scalar()) return is_null(*inputs);
  if (!inputs->is_mapping()) return false;
  return std::ranges::none_of(inputs->entries, [](const YamlEntry& entry) {
    return !resolved(*entry.key).is_scalar() || resolved(*entry.key).value == "<<";
  });
}

bool are_inputs_known(const Model& model) {
  if (model.kind != FileKind::workflow) return are_inputs_readable(find_value(model.top, "inputs"));
  return std::ranges::all_of(model.trigger_entries, [](const YamlEntry& trigger) {
    const YamlNode& value = resolved(*trigger.value);
    if (value.is_scalar()) return is_null(value);
    return are_inputs_readable(find_value(merged_entries(value), "inputs"));
  });
}

bool is_merge(const YamlEntry& entry) { return entry.key->value == "<<"; }

/// Through aliases and merge keys a small text can be a large tree: such a file is not looked into at all.
std::string excess_of(const SourceTree& source) {
  // The outline of a text that is no YAML ends there too.
  if (source.refusal() && source.tree().size() >= max_yaml_nodes) return too_many_values();
  std::size_t merges = 0;
  for (const YamlNode& node : source.tree().nodes())
    merges += static_cast<std::size_t>(std::ranges::count_if(node.entries, is_merge));
  if (merges <= max_merge_keys) return {};
  return fmt::format("This file merges mappings at more than {} places and is not checked.", max_merge_keys);
}

} // namespace

int Model::step_with_id(int job, std::string_view id) const {
  const auto found = steps_by_id.find(std::pair(job, id));
  return found == steps_by_id.end() ? -1 : found->second;
}

std::optional<Span> Model::place(const YamlNode& scalar, Span part) const {
  const bool as_it_stands =
      scalar.style == YamlNode::Style::plain && scalar.value.size() == scalar.span.size();
  if (as_it_stands) return Span{.begin = scalar.span.begin + part.begin, .end = scalar.span.begin + part.end};
  if (last_scalar != &scalar) {
    last_places.emplace(source->text(), scalar);
    last_scalar = &scalar;
  }
  if (!last_places->exact()) return std::nullopt;
  return last_places->span(part.begin, part.end);
}

const YamlEntry* Model::trigger(std::string_view name) const { return find_entry(trigger_entries, name); }

Model read_model(const SourceTree& source, FileKind kind) {
  Model model{.source = &source, .kind = kind};
  if (source.root() == nullptr) return model;
  const YamlNode& root = resolved(*source.root());
  model.excess = excess_of(source);
  if (!root.is_mapping() || !model.excess.empty()) return model;
  model.root = &root;
  model.top = merged_entries(root);
  if (kind == FileKind::run_document) return model; // it declares nothing, and its values are texts
  if (kind == FileKind::workflow) read_triggers(model);
  model.inputs_known = are_inputs_known(model);
  Builder builder(model);
  SchemaWalk<Builder>(builder).mapping(root, object_of_file(kind), nullptr);
  read_paths(model);
  index_names(model);
  return model;
}

} // namespace unify_ls::workflow
