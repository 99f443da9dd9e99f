#include "server/workflow/checks/values.h"

#include "server/workflow/checks/edits.h"
#include "server/workflow/numbers.h"
#include "server/workflow/schema/objects.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

std::vector<std::string> texts_of(std::span<const Value> values) {
  std::vector<std::string> texts;
  for (const Value& value : values)
    if (value.offered) texts.emplace_back(value.text);
  return texts;
}

bool is_only(const Key& key, Shape shape) { return key.shapes.bits == static_cast<std::uint8_t>(shape); }

/// `{{ x }}`: YAML reads a mapping whose key is a mapping.
bool is_bare_expression(std::string_view text, const YamlNode& value) {
  return value.is_mapping() && value.flow && value.entries.size() == 1 &&
         text.substr(value.span.begin).starts_with("{{") && text.substr(0, value.span.end).ends_with("}}");
}

std::string_view words_for(const Key& key) {
  if (key.shapes.has(Shape::list) && key.shapes.has_scalar()) return "a list or a text";
  if (key.shapes.has(Shape::list)) return "a list";
  if (key.shapes.has(Shape::mapping)) return "a mapping";
  if (is_only(key, Shape::number)) return "a number";
  return is_only(key, Shape::boolean) ? "`true` or `false`" : "a text";
}

std::string name_for(const Key& key, const YamlEntry& entry) {
  return key.name.empty() ? quoted(resolved(*entry.key).value) : fmt::format("`{}`", key.name);
}

bool is_argument(const Key& key) {
  return key.name.empty() && (key.place == Place::step_values || key.place == Place::job_values) &&
         key.inside == nullptr;
}

/// A mapping of a step's keys where the list of steps belongs.
void add_list_fix(Rules& rules, const YamlNode& value, Finding& finding) {
  if (!value.is_mapping() || value.flow || value.entries.empty()) return;
  const std::size_t begin = value.span.begin;
  if (!begins_line(rules.text, begin)) return;
  Fix fix{.title = "Make it a list", .edits = indented(rules.text, begin, value.span.end, 2)};
  fix.edits.front() = {.span = {.begin = begin, .end = begin}, .text = "- "};
  finding.fixes.push_back(std::move(fix));
}

void add_environment_fix(const YamlNode& value, Rules& rules, Finding& finding) {
  const YamlNode* name = find_value(merged_entries(value), "name");
  if (name == nullptr || !name->is_scalar() || name->is_block()) return;
  const std::string text(rules.text.substr(name->span.begin, name->span.size()));
  std::size_t begin = value.span.begin;
  if (begins_line(rules.text, begin)) begin = content_end(rules.text, 0, begin);
  const std::string before = begin == value.span.begin ? "" : " ";
  const std::size_t end = content_end(rules.text, begin, value.span.end);
  finding.fixes.push_back(replace("Keep the name alone", {.begin = begin, .end = end}, before + text));
}

void wrong_collection(Rules& rules, const Key& key, const YamlEntry& entry, const YamlNode& value) {
  if (is_bare_expression(rules.text, value)) {
    Finding& finding = rules.add(Code::value_type, Severity::warning, value,
                                 "YAML reads a mapping here: an expression is written `${{ … }}`.");
    const std::size_t at = value.span.begin;
    finding.fixes.push_back(replace("Insert `$`", {.begin = at, .end = at}, "$"));
    return;
  }
  if (is_argument(key)) {
    rules.add(
        Code::with_type, Severity::warning, value,
        fmt::format("The value of {} is a text: lists and mappings cannot be passed.", name_for(key, entry)));
    return;
  }
  const Severity severity =
      key.mark == Mark::documented && !key.name.empty() ? Severity::error : Severity::warning;
  std::string message = fmt::format("{} is {}.", name_for(key, entry), words_for(key));
  if (key.inside == &schema::step) message = "`steps` is a list: begin each step with `-`.";
  const bool environment = key.name == "environment";
  if (environment) message = "`environment` is the name of an environment alone.";
  Finding& finding = rules.add(Code::value_type, environment ? Severity::warning : severity, value, message);
  if (key.inside == &schema::step) add_list_fix(rules, value, finding);
  if (environment) add_environment_fix(value, rules, finding);
}

void check_empty(Rules& rules, const Key& key, const YamlEntry& entry) {
  if (key.name.empty() || key.shapes.has(Shape::empty)) return;
  const bool list_or_mapping = !key.shapes.has_scalar() || key.name == "on";
  if (!list_or_mapping) return;
  rules.add(Code::value_empty, Severity::warning, *entry.key, fmt::format("`{}` is empty.", key.name));
}

void check_boolean(Rules& rules, const YamlNode& value) {
  if (boolean_of(value)) return;
  const std::optional<bool> meant = spelled_boolean(value.value);
  if (!meant) {
    rules.add(Code::value_type, Severity::warning, value,
              fmt::format("This is `true` or `false`, not {}.", quoted(value.value)));
    return;
  }
  const std::string_view word = *meant ? "true" : "false";
  Finding& finding = rules.add(Code::boolean_spelling, Severity::information, value,
                               fmt::format("Some read this as a text and some as {0}: write `{0}`.", word));
  finding.fixes.push_back(replace(fmt::format("Write `{}`", word), value.span, std::string(word)));
}

void check_scalar(Rules& rules, const Key& key, const YamlEntry& entry, const YamlNode& value) {
  if (is_null(value)) return check_empty(rules, key, entry);
  if (is_expression(value)) return;
  if (!key.shapes.has_scalar()) {
    if (key.inside == &schema::any_job) return; // has a rule of its own
    rules.add(Code::value_type,
              key.mark == Mark::documented && !key.name.empty() ? Severity::error : Severity::warning, value,
              fmt::format("{} is {}, not {}.", name_for(key, entry), words_for(key), quoted(value.value)));
    return;
  }
  if (is_only(key, Shape::boolean)) return check_boolean(rules, value);
  if (is_only(key, Shape::number) && value.style == YamlNode::Style::plain && !shortest_decimal(value.value))
    rules.add(Code::value_type, Severity::warning, value,
              fmt::format("`{}` is a number of minutes, not {}.", key.name, quoted(value.value)));
  check_listed_value(rules, key, value);
}

} // namespace

bool is_expression(const YamlNode& value) { return value.is_scalar() && value.value.contains("${{"); }

void check_value(Rules& rules, const Key& key, const YamlEntry& entry) {
  const YamlNode& value = resolved(*entry.value);
  const bool dangling = entry.value->kind == YamlNode::Kind::alias && entry.value->target == nullptr;
  if (dangling || !value.complete) return;
  if (value.is_scalar()) return check_scalar(rules, key, entry, value);
  const bool fits = key.shapes.has(value.is_mapping() ? Shape::mapping : Shape::list);
  const bool of_job = key.inside == &schema::any_job; // has a rule of its own
  if (!fits && !of_job && entry.value->kind == YamlNode::Kind::alias) {
    // The alias is what is wrong here, and not what it stands for.
    rules.add(Code::value_type, Severity::warning, *entry.value,
              fmt::format("{} is {}.", name_for(key, entry), words_for(key)));
    return;
  }
  if (!fits && !of_job) return wrong_collection(rules, key, entry, value);
  const bool empty = value.items.empty() && value.entries.empty();
  if (empty && key.need != Need::optional) return check_empty(rules, key, entry);
  if (empty && value.is_sequence() && key.inside != nullptr) check_empty(rules, key, entry);
}

void check_listed_value(Rules& rules, const Key& key, const YamlNode& value) {
  if (key.values.empty() || !value.is_scalar() || is_null(value) || is_expression(value) || !value.complete)
    return;
  if (key.name == "apiVersion" || key.name == "kind") {
    if (key.listed == Listed::complete) return; // the header has rules of its own
  }
  const auto is_it = [&value](const Value& one) { return one.text == value.value; };
  if (std::ranges::any_of(key.values, is_it)) return;
  const std::vector<std::string> known = texts_of(key.values);
  const std::string near = rules.nearest(value.value, known);
  const Severity severity = key.listed == Listed::complete ? Severity::error
                            : key.listed == Listed::usual  ? Severity::warning
                                                           : Severity::information;
  const std::string_view none = known.size() == 1 ? "is not" : "is none of";
  Finding& finding = rules.add(
      Code::value_unknown, severity, value,
      fmt::format("{} {} {}.{}", quoted(value.value), none, quoted_list(known), did_you_mean(near)));
  if (!near.empty() && !value.is_block())
    finding.fixes.push_back({.title = fmt::format("Write `{}`", near),
                             .edits = {{.span = bare_span(value), .text = near}},
                             .sure = severity != Severity::information});
}

} // namespace unify_ls::workflow
