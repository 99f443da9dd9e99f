#include "server/base/text.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/schema/walk.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

/// The keys of an object that a mapping does not have yet.
std::vector<std::string> absent_keys(const Object& object, const YamlNode& mapping) {
  const auto entries = merged_entries(mapping);
  std::vector<std::string> names;
  for (const Key& key : object.keys)
    if (find_value(entries, key.name) == nullptr) names.emplace_back(key.name);
  return names;
}

/// Keys that are known, values of their shape, and what must be there.
class ShapeRules : public SchemaVisitor {
 public:
  explicit ShapeRules(Rules& rules) : rules_(rules) {}

  void enter(const Object& /*object*/, const YamlNode& mapping, const YamlNode* key_node) {
    open_.push_back({.mapping = &mapping, .key_node = key_node, .meant = {}});
  }

  void leave(const Object& object, const YamlNode& mapping) {
    const Open open = std::move(open_.back());
    open_.pop_back();
    if (mapping.entries.empty() && open_.empty()) return; // the header has said it
    const auto entries = merged_entries(mapping);
    for (const Key& key : object.keys)
      if (key.need != Need::optional && find_value(entries, key.name) == nullptr) missing(object, key, open);
  }

  bool entry(const Object& object, const YamlEntry& entry, const Key* key) {
    const YamlNode& name = resolved(*entry.key);
    if (rules_.is_full() || !name.is_scalar() || name.value == "<<" || !entry.key->complete) return false;
    if (key == nullptr) {
      unknown(object, entry, name);
      return false;
    }
    if (key->deprecated) deprecated(entry);
    check_value(rules_, *key, entry);
    return true;
  }

  void item(const Key& key, const YamlNode& item) {
    if (rules_.is_full()) return;
    check_listed_value(rules_, key, item);
    const bool mappings = key.inside != nullptr && key.inside != &schema::triggers;
    if (mappings && text_of(item) && item.complete)
      rules_.add(Code::value_type, Severity::error, item,
                 fmt::format("{} is a mapping with keys of its own, not {}.", upper_first(key.inside->name),
                             quoted(item.value)));
  }

  void odd_item(const Key& key, const YamlNode& item) {
    if (rules_.is_full() || key.inside == &schema::triggers || is_expression(item)) return;
    rules_.add(Code::value_type, Severity::warning, item,
               fmt::format("The items of `{}` are texts.", key.name));
  }

 private:
  struct Open {
    const YamlNode* mapping;
    const YamlNode* key_node;
    std::vector<std::string> meant; ///< known keys that misspelt ones stand for
    std::optional<std::vector<std::string>> absent{};
  };

  /// A start by hand, above the jobs.
  void add_trigger_fix(Finding& finding) {
    const YamlEntry* jobs = find_entry(rules_.model.root->entries, "jobs");
    if (jobs == nullptr || !begins_line(rules_.text, jobs->key->span.begin)) return;
    const TextEdit name = line_before(rules_.text, jobs->key->span.begin, 0, "on:");
    const TextEdit value = line_before(rules_.text, jobs->key->span.begin, 2, "workflow_dispatch:");
    finding.fixes.push_back({.title = "Start it by hand: insert `workflow_dispatch`",
                             .edits = {{.span = name.span, .text = name.text + value.text}},
                             .sure = false});
  }

  void missing(const Object& object, const Key& key, const Open& open) {
    if (key.name == "apiVersion" || key.name == "kind") return;
    if (std::ranges::find(open.meant, key.name) != open.meant.end()) return;
    const bool file = open_.empty();
    const bool empty = open.mapping->entries.empty();
    const YamlNode& inside = empty ? *open.mapping : *open.mapping->entries.front().key;
    const YamlNode& at = open.key_node != nullptr ? *open.key_node : inside;
    const Severity severity = key.need == Need::required ? Severity::error : Severity::warning;
    const std::string message = file && key.name == "on"
                                    ? "Nothing starts this workflow: it has no `on`."
                                    : fmt::format("{} needs `{}`.", upper_first(object.name), key.name);
    Finding& finding = rules_.add(Code::key_required, severity, at, message);
    if (file && key.name == "on") add_trigger_fix(finding);
  }

  void unknown(const Object& object, const YamlEntry& entry, const YamlNode& name) {
    if (&object == &schema::triggers || is_job(object, entry)) return; // rules of their own
    if (is_job_object(object) && find_key(schema::any_job, name.value) != nullptr &&
        find_misplaced(object, name.value) == nullptr)
      return; // a key of another sort of job: unsure whether it does harm
    if (&object == &schema::dispatch && is_input(*entry.value)) return input_outside(entry, name);
    if (const Misplaced* misplaced = find_misplaced(object, name.value))
      return wrong_place(*misplaced, object, entry);
    // Asked once a mapping: a hostile one has thousands of unknown keys.
    Open& open = open_.back();
    if (!open.absent) open.absent = absent_keys(object, *open.mapping);
    const std::string near = rules_.nearest(name.value, *open.absent);
    Finding& finding = rules_.add(
        Code::key_unknown, near.empty() ? Severity::information : Severity::warning, *entry.key,
        fmt::format("{} is not known in {}.{}", quoted(name.value), object.name, did_you_mean(near)));
    if (near.empty()) return;
    finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(*entry.key), near));
    open_.back().meant.push_back(near);
  }

  static bool is_job(const Object& object, const YamlEntry& entry) {
    if (&object != &schema::workflow_file) return false;
    return &object_of_job(resolved(*entry.value)) != &schema::any_job;
  }

  static bool is_input(const YamlNode& value) {
    const auto fields = merged_entries(value);
    return find_value(fields, "type") != nullptr || find_value(fields, "default") != nullptr ||
           find_value(fields, "description") != nullptr || find_value(fields, "required") != nullptr;
  }

  void input_outside(const YamlEntry& entry, const YamlNode& name) {
    const YamlNode& mapping = *open_.back().mapping;
    Finding& finding = rules_.add(Code::key_misplaced, Severity::warning, *entry.key,
                                  fmt::format("The input {} belongs below `inputs`.", quoted(name.value)));
    const bool alone = mapping.entries.size() == 1 && !mapping.flow;
    if (!alone || !begins_line(rules_.text, entry.key->span.begin)) return;
    const std::size_t begin = entry.key->span.begin;
    Fix fix{.title = "Move it below `inputs`", .edits = {}};
    fix.edits = indented(rules_.text, begin, entry.value->span.end, 2);
    const std::size_t column = column_of(rules_.text, begin);
    TextEdit line = line_before(rules_.text, begin, column, "inputs:");
    fix.edits.front().text.insert(0, line.text);
    finding.fixes.push_back(std::move(fix));
  }

  void wrong_place(const Misplaced& misplaced, const Object& object, const YamlEntry& entry) {
    switch (misplaced.where) {
    case Elsewhere::github: return of_github(misplaced, entry);
    case Elsewhere::renamed: return renamed(misplaced, object, entry);
    case Elsewhere::other_sort:
    case Elsewhere::in_inputs:
      rules_.add(Code::key_misplaced, Severity::warning, *entry.key,
                 fmt::format("`{}` does not belong here: {}.", misplaced.name, misplaced.say));
      return;
    case Elsewhere::in_with: return into_with(misplaced, entry);
    }
  }

  void of_github(const Misplaced& misplaced, const YamlEntry& entry) {
    const std::string more = misplaced.say.empty() ? std::string() : fmt::format(": {}", misplaced.say);
    Finding& finding = rules_.add(Code::key_github, Severity::warning, *entry.key,
                                  fmt::format("`{}` is a key of GitHub Actions{}.", misplaced.name, more));
    if (auto edit = remove_entry(rules_.text, *open_.back().mapping, entry))
      finding.fixes.push_back(
          {.title = fmt::format("Remove `{}`", misplaced.name), .edits = {*std::move(edit)}, .sure = false});
  }

  void renamed(const Misplaced& misplaced, const Object& object, const YamlEntry& entry) {
    const Severity severity = &object == &schema::custom_job_file ? Severity::error : Severity::warning;
    Finding& finding =
        rules_.add(Code::key_unknown, severity, *entry.key,
                   fmt::format("`{}` is called `{}` here.", misplaced.name, misplaced.instead));
    finding.fixes.push_back(replace(fmt::format("Write `{}`", misplaced.instead), bare_span(*entry.key),
                                    std::string(misplaced.instead)));
    open_.back().meant.emplace_back(misplaced.instead);
  }

  /// The fix moves a value that fits on one line behind what `with` has, or into a new `with`.
  void into_with(const Misplaced& misplaced, const YamlEntry& entry) {
    Finding& finding =
        rules_.add(Code::key_misplaced, Severity::warning, *entry.key,
                   fmt::format("`{}` belongs into `with`: {}.", misplaced.name, misplaced.say));
    const YamlNode& mapping = *open_.back().mapping;
    const std::string_view line =
        rules_.text.substr(entry.key->span.begin, entry.value->span.end - entry.key->span.begin);
    auto removal = remove_entry(rules_.text, mapping, entry);
    if (!removal || line.contains('\n')) return;
    const YamlEntry* with = find_entry(mapping.entries, "with");
    TextEdit addition;
    if (with == nullptr) {
      const std::size_t column = column_of(rules_.text, entry.key->span.begin);
      // In its own place, so that the lines around it stay where they are.
      if (!begins_line(rules_.text, entry.key->span.begin)) return;
      addition = {.span = {.begin = entry.key->span.begin, .end = entry.key->span.begin},
                  .text = fmt::format("with:\n{}", std::string(column + 2, ' '))};
      finding.fixes.push_back({.title = "Move it into `with`", .edits = {std::move(addition)}});
      return;
    }
    const YamlNode& arguments = *with->value;
    if (!arguments.is_mapping() || arguments.flow || arguments.entries.empty()) return;
    addition = line_below(rules_.text, arguments.entries.back(), line);
    Fix fix{.title = "Move it into `with`", .edits = {*std::move(removal), std::move(addition)}};
    std::ranges::sort(fix.edits, {}, [](const TextEdit& edit) { return edit.span.begin; });
    finding.fixes.push_back(std::move(fix));
  }

  void deprecated(const YamlEntry& entry) {
    Finding& finding = rules_.add(Code::key_deprecated, Severity::warning, *entry.key,
                                  "`inputs` of a job is an old name, and refused today: write `with`.");
    finding.tag = Tag::deprecated;
    finding.fixes.push_back(replace("Write `with`", bare_span(*entry.key), "with"));
  }

  Rules& rules_;
  std::vector<Open> open_{};
};

} // namespace

void check_shape(Rules& rules) {
  ShapeRules visitor(rules);
  SchemaWalk<ShapeRules>(visitor).mapping(*rules.model.root, object_of_file(rules.model.kind), nullptr);
}

} // namespace unify_ls::workflow
