#include "server/workflow/checks/cron.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/near.h"
#include "server/workflow/numbers.h"
#include "server/workflow/schema/objects.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::workflow {

namespace {

/// What no name of a branch or tag can hold; a pattern may have `*`, `?`, brackets and `!` besides.
constexpr std::string_view not_in_names = " ~^:\\";

std::vector<std::string> trigger_names() {
  std::vector<std::string> names;
  for (const Key& key : schema::triggers.keys) names.emplace_back(key.name);
  return names;
}

void check_name(Rules& rules, const YamlNode& name) {
  if (rules.is_full()) return;
  if (!resolved(name).is_scalar() || !name.complete || resolved(name).value == "<<") return;
  const std::string& text = resolved(name).value;
  if (find_key(schema::triggers, text) != nullptr) return;
  const std::vector<std::string> known = trigger_names();
  const std::string near = rules.nearest(text, known);
  Finding& finding = rules.add(Code::trigger_unknown, Severity::error, name,
                               fmt::format("There is no trigger {}: the triggers are {}.{}", quoted(text),
                                           quoted_list(known), did_you_mean(near)));
  if (!near.empty()) finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(name), near));
}

void check_schedule(Rules& rules, const YamlNode& schedule) {
  for (const YamlNode* item : schedule.items) {
    if (rules.is_full()) return;
    const YamlNode* cron = find_value(merged_entries(*item), "cron");
    if (cron == nullptr || !cron->is_scalar() || is_null(*cron) || is_expression(*cron)) continue;
    const auto fault = find_cron_fault(cron->value);
    if (!fault) continue;
    rules.add(Code::cron, fault->certain ? Severity::error : Severity::warning,
              rules.model.span(*cron, fault->span), fault->message);
  }
}

/// Plain text that begins with `*` or `!` is something else to YAML.
bool check_unquoted(Rules& rules, const YamlNode& item) {
  const bool alias = item.kind == YamlNode::Kind::alias && item.target == nullptr;
  const bool tag = item.is_scalar() && item.value.empty() && item.tag.starts_with('!');
  if (!alias && !tag) return false;
  std::size_t begin = item.span.begin;
  while (tag && begin > 0 && rules.text[begin] != '!') --begin;
  const std::size_t end = std::min(rules.text.find_first_of("\r\n,]#", begin), rules.text.size());
  const Span span{.begin = begin, .end = content_end(rules.text, begin, end)};
  const std::string_view written = rules.text.substr(span.begin, span.size());
  Finding& finding = rules.add(
      Code::pattern, Severity::warning, span,
      fmt::format("Quote a pattern that begins with `{}`: YAML reads something else.", alias ? "*" : "!"));
  finding.fixes.push_back(replace("Quote it", span, fmt::format("'{}'", written)));
  return true;
}

void check_pattern(Rules& rules, const YamlNode& item, bool of_names) {
  if (rules.is_full()) return;
  if (check_unquoted(rules, item)) return;
  const YamlNode& node = resolved(item);
  if (!of_names || !node.is_scalar() || is_null(node) || is_expression(node)) return;
  const std::size_t wrong = node.value.find_first_of(not_in_names);
  if (wrong == std::string::npos && !node.value.empty()) return;
  rules.add(Code::pattern, Severity::warning, node,
            node.value.empty()
                ? "This pattern is empty and can never match."
                : fmt::format("This pattern can never match: no branch or tag has {} in its name.",
                              quoted(node.value.substr(wrong, 1))));
}

void check_patterns(Rules& rules, const YamlNode& trigger) {
  for (const YamlEntry& entry : merged_entries(trigger)) {
    const std::string& key = resolved(*entry.key).value;
    const bool names = key == "branches" || key == "tags";
    if (!names && key != "paths") continue;
    const YamlNode& value = resolved(*entry.value);
    for (const YamlNode* item : value.items) check_pattern(rules, *item, names);
    if (value.is_scalar() && !is_null(value)) check_pattern(rules, *entry.value, names);
  }
}

/// Takes the entries of an unresolved alias out of what YAML says: the pattern's own finding says more.
void forget_alias_problems(Rules& rules) {
  std::vector<std::size_t> patterns;
  for (const Finding& finding : rules.findings)
    if (finding.code == Code::pattern) patterns.push_back(finding.span.begin);
  std::erase_if(rules.findings, [&patterns](const Finding& finding) {
    return finding.code == Code::yaml_syntax &&
           std::ranges::find(patterns, finding.span.begin) != patterns.end();
  });
}

// Inputs

std::vector<std::string> options_of(const YamlNode& options) {
  std::vector<std::string> texts;
  for (const YamlNode* item : options.items)
    if (auto text = text_of(*item)) texts.push_back(*std::move(text));
  return texts;
}

class InputRules {
 public:
  InputRules(Rules& rules, const DeclaredInput& input)
      : rules_(rules),
        input_(input),
        fields_(merged_entries(*input.value)) {}

  void check() {
    const YamlNode* type = find_value(fields_, "type");
    if (type == nullptr || is_null(*type)) {
      without_type();
    } else if (type->is_scalar()) {
      type_ = type->value;
      if (input_.object == &schema::call_input && type_ == "choice") choice_in_call(*type);
    }
    check_options();
    check_default();
  }

 private:
  void without_type() {
    const YamlNode& value = *input_.value;
    if (!value.is_mapping() && !is_null(value)) return;
    type_ = "string";
    if (!value.is_mapping()) return; // `name:` alone, perhaps about to be written
    Finding& finding =
        rules_.add(Code::input_type, Severity::information, *input_.name_node,
                   fmt::format("The input {} has no `type`: it is taken as a string.", quoted(input_.name)));
    if (value.flow || value.entries.empty()) return;
    const std::size_t at = value.entries.front().key->span.begin;
    if (!begins_line(rules_.text, at)) return;
    finding.fixes.push_back(
        {.title = "Insert `type: string`",
         .edits = {line_before(rules_.text, at, column_of(rules_.text, at), "type: string")}});
  }

  void choice_in_call(const YamlNode& type) {
    rules_.add(
        Code::input_type, Severity::warning, type,
        "An input of a call is a string, a boolean or a number; only `workflow_dispatch` has choices.");
  }

  void check_options() {
    const YamlNode* options = find_value(fields_, "options");
    const bool call = input_.object == &schema::call_input;
    if (type_ == "choice" && !call) {
      const bool none =
          options == nullptr || (options->is_sequence() && options->items.empty()) || is_null(*options);
      if (!none) return;
      Finding& finding =
          rules_.add(Code::input_options, Severity::error, *input_.name_node, "A choice needs `options`.");
      if (options == nullptr) add_options_fix(finding);
      return;
    }
    const bool known = type_ == "string" || type_ == "number" || type_ == "boolean";
    if (options == nullptr || !known || call) return;
    rules_.add(Code::input_options, Severity::warning, *options,
               fmt::format("Only a choice has `options`, and this is a {}.", type_));
  }

  /// The default is one of them; the others are for the author to write.
  void add_options_fix(Finding& finding) {
    const YamlNode* value = find_value(fields_, "default");
    const bool usable = value != nullptr && text_of(*value) && !value->is_block() && !value->value.empty();
    if (!usable || input_.value->flow || input_.value->entries.empty()) return;
    const YamlEntry& last = input_.value->entries.back();
    const std::string indent(column_of(rules_.text, last.key->span.begin) + 2, ' ');
    const std::string_view written = rules_.text.substr(value->span.begin, value->span.size());
    finding.fixes.push_back(
        {.title = "Add `options`",
         .edits = {line_below(rules_.text, last, fmt::format("options:\n{}- {}", indent, written))},
         .sure = false});
  }

  void check_default() {
    const YamlNode* value = find_value(fields_, "default");
    if (value == nullptr || !value->is_scalar() || is_null(*value) || is_expression(*value)) return;
    const std::string& text = value->value;
    if (type_ == "number" && !sent_number(text) && !text.empty())
      return wrong_default(*value, fmt::format("The default {} is not a number.", quoted(text)));
    if (type_ == "boolean" && !text.empty()) return check_boolean_default(*value);
    if (type_ != "choice") return;
    const YamlNode* options = find_value(fields_, "options");
    if (options == nullptr || !options->is_sequence() || options->items.empty()) return;
    const auto texts = options_of(*options);
    if (is_among(text, texts)) return;
    const std::string near = text.empty() ? std::string() : rules_.nearest(text, texts);
    Finding& finding = rules_.add(
        Code::input_default, text.empty() ? Severity::warning : Severity::error, *value,
        fmt::format("The default {} is not among the options.{}", quoted(text), did_you_mean(near)));
    if (!near.empty() && !value->is_block())
      finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(*value), near));
  }

  void check_boolean_default(const YamlNode& value) {
    if (boolean_of_text(value.value)) return; // as text too: documented
    const auto meant = spelled_boolean(value.value);
    if (!meant)
      return wrong_default(value,
                           fmt::format("The default {} is neither `true` nor `false`.", quoted(value.value)));
    const std::string_view word = *meant ? "true" : "false";
    Finding& finding = rules_.add(
        Code::boolean_spelling, Severity::information, value,
        fmt::format("Some read {} as a text and some as {}: write `{}`.", quoted(value.value), word, word));
    finding.fixes.push_back(replace(fmt::format("Write `{}`", word), value.span, std::string(word)));
  }

  void wrong_default(const YamlNode& value, std::string message) {
    rules_.add(Code::input_default, Severity::error, value, std::move(message));
  }

  Rules& rules_;
  const DeclaredInput& input_;
  std::vector<YamlEntry> fields_;
  std::string type_{};
};

} // namespace

void check_triggers(Rules& rules) {
  const Model& model = rules.model;
  if (model.kind != FileKind::workflow) return;
  for (const YamlEntry& trigger : model.trigger_entries) {
    check_name(rules, *trigger.key);
    const std::string& name = resolved(*trigger.key).value;
    const YamlNode& value = resolved(*trigger.value);
    if (name == "schedule") check_schedule(rules, value);
    if (name == "push" || name == "pull_request") check_patterns(rules, value);
  }
  forget_alias_problems(rules);
  for (const DeclaredInput& input : model.inputs)
    if (input.name_node->complete && !rules.is_full()) InputRules(rules, input).check();
}

} // namespace unify_ls::workflow
