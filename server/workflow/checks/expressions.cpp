#include "server/base/text.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/expression_fixes.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

using Node = ExpressionNode;

bool is_condition(const ExpressionUse& use) {
  return use.key->place == Place::job_if || use.key->place == Place::step_if;
}

std::string fault_message(const ExpressionUse& use, const ExpressionError& error) {
  const std::string part = quoted(use.text(error.span));
  switch (error.fault) {
  case ExpressionFault::empty: return "This expression is empty.";
  case ExpressionFault::unclosed: return "`}}` is missing: this expression does not end.";
  case ExpressionFault::double_quotes: return "Texts in expressions stand in single quotes.";
  case ExpressionFault::backslash_quote: return "A quote inside a text is written twice: `''`.";
  case ExpressionFault::unclosed_string: return "This text does not end: a single quote is missing.";
  case ExpressionFault::quoted_property: return "A name with odd characters stands in brackets: `['name']`.";
  case ExpressionFault::unexpected: return fmt::format("{} cannot stand here in an expression.", part);
  case ExpressionFault::missing: return "The expression breaks off here.";
  case ExpressionFault::unclosed_bracket: return "A bracket is missing here.";
  case ExpressionFault::too_deep: return "This expression is nested too deeply and is not checked.";
  case ExpressionFault::too_long: return "This expression is too long and is not checked.";
  }
  return {};
}

Code fault_code(ExpressionFault fault) {
  if (fault == ExpressionFault::empty) return Code::expr_empty;
  return fault == ExpressionFault::unclosed ? Code::expr_unclosed : Code::expr_syntax;
}

void check_fault(Rules& rules, const ExpressionUse& use) {
  const ExpressionError& error = *use.expression.error;
  const bool limit = error.fault == ExpressionFault::too_deep || error.fault == ExpressionFault::too_long;
  if (limit) {
    rules.add(Code::too_deep, Severity::information, use, error.span, fault_message(use, error));
    return;
  }
  // `if: !cancelled()`: to YAML that is a tag.
  if (is_condition(use) && use.scalar->tag.starts_with('!')) return add_tagged_condition(rules, use);
  Finding& finding =
      rules.add(fault_code(error.fault), Severity::error, use, error.span, fault_message(use, error));
  if (auto fix = fix_for_fault(rules, use)) finding.fixes.push_back(*std::move(fix));
}

/// Text beside braces makes a text of the whole, and a text that is not empty is true.
void check_mixed(Rules& rules, const ExpressionUse& use) {
  const std::string_view value = trimmed(use.scalar->value);
  if (use.expression.braced && value == use.text(use.expression.span)) return;
  if (!use.expression.braced) return;
  Finding& finding = rules.add(Code::expr_if_mixed, Severity::warning, *use.scalar,
                               "Text beside `${{ }}` makes this condition always true.");
  if (auto fix = fix_for_mixed(*use.scalar)) finding.fixes.push_back(*std::move(fix));
}

// Functions

const std::vector<std::string>& function_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> offered;
    for (const Function& function : known_functions())
      if (function.offered) offered.emplace_back(function.name);
    return offered;
  }();
  return names;
}

int count_arguments(const Expression& expression, const Node& call) {
  int count = 0;
  for (int at = call.left; at != Node::none; at = expression.nodes[static_cast<std::size_t>(at)].next)
    ++count;
  return count;
}

std::string arguments_wanted(const Function& function) {
  if (function.most == any_number) return fmt::format("at least {}", function.least);
  if (function.least == function.most) return function.least == 0 ? "no" : fmt::format("{}", function.least);
  return fmt::format("{} or {}", function.least, function.most);
}

/// The values that `{0}`, `{1}` of a format ask for.
int values_wanted(std::string_view format) {
  int wanted = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '{') continue;
    if (i + 1 < format.size() && format[i + 1] == '{') {
      ++i;
      continue;
    }
    int number = 0;
    std::size_t end = i + 1;
    while (end < format.size() && format[end] >= '0' && format[end] <= '9' && end < i + 4)
      number = number * 10 + (format[end++] - '0');
    if (end > i + 1 && end < format.size() && format[end] == '}') wanted = std::max(wanted, number + 1);
  }
  return wanted;
}

void check_format(Rules& rules, const ExpressionUse& use, const Node& call, int count) {
  if (call.left == Node::none) return;
  const Node& first = use.expression.nodes[static_cast<std::size_t>(call.left)];
  if (first.kind != Node::Kind::string) return;
  const int wanted = values_wanted(text_of_string(use.scalar->value, first));
  if (wanted <= count - 1) return;
  rules.add(Code::expr_arguments, Severity::warning, use, call.span,
            fmt::format("This format text needs {} values and gets {}.", wanted, count - 1));
}

void check_call(Rules& rules, const ExpressionUse& use, const Node& call) {
  const std::string_view name = use.text(call.name);
  const Function* function = find_function(name);
  if (function == nullptr || !function->offered) {
    const std::string near = rules.nearest(name, function_names());
    Finding& finding =
        rules.add(Code::expr_function_unknown, Severity::information, use, call.name,
                  function != nullptr ? fmt::format("`{}` is a function of GitHub Actions.", function->name)
                                      : fmt::format("{} is no function that is known here.{}", quoted(name),
                                                    did_you_mean(near)));
    if (function == nullptr && !near.empty())
      finding.fixes.push_back({.title = fmt::format("Write `{}`", near),
                               .edits = {{.span = finding.span, .text = near}},
                               .sure = false});
    return;
  }
  const int count = count_arguments(use.expression, call);
  const bool fits = count >= function->least && (function->most == any_number || count <= function->most);
  if (!fits)
    rules.add(Code::expr_arguments, Severity::warning, use, call.span,
              fmt::format("`{}` takes {}, not {}.", function->name,
                          arguments_wanted(*function) + (function->most == 1 ? " argument" : " arguments"),
                          count));
  else if (function->name == "format")
    check_format(rules, use, call, count);
  if (function->about_status && !is_condition(use))
    rules.add(Code::expr_status_outside_if, Severity::information, use, call.span,
              fmt::format("`{}` works only in `if`.", function->name));
}

// Contexts and their properties

const std::vector<std::string>& context_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> ours;
    for (const Context& context : known_contexts())
      if (!is_of_github(context.id)) ours.emplace_back(context.name);
    return ours;
  }();
  return names;
}

void unknown_context(Rules& rules, const ExpressionUse& use, const PathUse& path) {
  const std::string_view name = use.text(path.name);
  const std::string near = rules.nearest(name, context_names());
  Finding& finding = rules.add(Code::expr_context_unknown, Severity::warning, use, path.name,
                               fmt::format("{} is not a context.{}", quoted(name), did_you_mean(near)));
  if (!near.empty()) finding.fixes.push_back(replace(fmt::format("Write `{}`", near), finding.span, near));
}

/// The part of a path from its context to its last part but those behind `parts`.
Span span_of_parts(const PathUse& path, std::size_t parts) {
  const std::size_t end = parts == 0 ? path.name.end : path.parts[parts - 1].span.end;
  const bool bracket = parts > 0 && parts == path.parts.size();
  return {.begin = path.name.begin, .end = bracket ? path.whole.end : end};
}

std::size_t count_parts(std::string_view dotted) {
  return static_cast<std::size_t>(std::ranges::count(dotted, '.')) + 1;
}

void of_github(Rules& rules, const ExpressionUse& use, const PathUse& path) {
  const Property* property = find_property(path.context->id, path.dotted(path.parts.size()));
  const bool known = property != nullptr && !property->instead.empty();
  Span span = path.name;
  std::string message = fmt::format("`{}` is a context of GitHub Actions.", path.context->name);
  if (known) {
    span = span_of_parts(path, count_parts(property->path));
    message =
        fmt::format("`{}.{}` is GitHub's: `{}`.", path.context->name, property->path, property->instead);
  }
  Finding& finding = rules.add(Code::expr_context_github, Severity::warning, use, span, message);
  if (known)
    finding.fixes.push_back(
        replace(fmt::format("Write `{}`", property->instead), finding.span, std::string(property->instead)));
}

void gone_property(Rules& rules, const ExpressionUse& use, const PathUse& path, const Property& property) {
  const std::string name = fmt::format("{}.{}", path.context->name, property.path);
  const std::string say = property.instead.empty() ? std::string(property.doc)
                                                   : fmt::format("It is called `{}`.", property.instead);
  const Code code = property.worked_once ? Code::expr_property_unknown : Code::expr_property_gone;
  const Severity severity = property.worked_once ? Severity::information : Severity::warning;
  Finding& finding = rules.add(
      code, severity, use, span_of_parts(path, count_parts(property.path)),
      fmt::format("`{}` {}. {}", name, property.worked_once ? "is an old name" : "does not exist", say));
  if (!property.instead.empty())
    finding.fixes.push_back(
        replace(fmt::format("Write `{}`", property.instead), finding.span, std::string(property.instead)));
}

void unknown_property(Rules& rules, const ExpressionUse& use, const PathUse& path, std::size_t part,
                      std::string near) {
  const std::string name = fmt::format("{}.{}", path.context->name, path.dotted(part + 1));
  Finding& finding = rules.add(Code::expr_property_unknown, Severity::information, use, path.parts[part].span,
                               fmt::format("{} is not known.{}", quoted(name), did_you_mean(near)));
  if (near.empty()) return;
  const auto whole = rules.model.place(use, span_of_parts(path, part + 1));
  if (!whole) return;
  finding.fixes.push_back({.title = fmt::format("Write `{}`", near),
                           .edits = {{.span = *whole, .text = std::move(near)}},
                           .sure = false});
}

void check_properties(Rules& rules, const ExpressionUse& use, const PathUse& path) {
  if (!path.has(0)) return;
  const ContextName context = path.context->id;
  if (has_known_properties(context)) {
    const Property* property = find_property(context, path.dotted(path.parts.size()));
    if (property != nullptr && property->gone) return gone_property(rules, use, path, *property);
    if (property != nullptr) return;
    std::vector<std::string> names;
    if (rules.may_compare(known_properties().size()))
      for (const Property& one : known_properties())
        if (one.context == context && !one.gone) names.emplace_back(one.path);
    std::size_t known = path.parts.size();
    while (known > 1 && !path.has(known - 1)) --known;
    // `cloudbees.scm.shaa`: the last part is the one that is unknown, unless the first is already.
    const bool first = find_property(context, path.parts[0].name) == nullptr;
    const std::size_t part = first ? 0 : known - 1;
    std::string near = rules.nearest(path.dotted(part + 1), names);
    if (!near.empty()) near.insert(0, fmt::format("{}.", path.context->name));
    return unknown_property(rules, use, path, part, std::move(near));
  }
  const bool outputs_only = context == ContextName::steps || context == ContextName::needs;
  if (!outputs_only || !path.has(1) || path.parts[1].name == "outputs") return;
  if (context == ContextName::needs && path.parts[1].name == "approvalInputValues") return;
  std::string near = rules.nearest(path.parts[1].name, {"outputs"});
  if (!near.empty()) near = fmt::format("{}.{}.{}", path.context->name, path.parts[0].name, near);
  unknown_property(rules, use, path, 1, std::move(near));
}

/// The image or action of a step is chosen before the run has more than its repository.
bool is_unreadable_in_uses(const ExpressionUse& use, const PathUse& path) {
  return use.key->place == Place::step_uses && path.context->id == ContextName::cloudbees && path.has(0) &&
         path.parts[0].name != "scm";
}

void check_context(Rules& rules, const PathUse& path) {
  const ExpressionUse& use = rules.model.expressions[static_cast<std::size_t>(path.use)];
  if (use.expression.error) return;
  if (path.context == nullptr) return unknown_context(rules, use, path);
  if (is_of_github(path.context->id)) return of_github(rules, use, path);
  if (is_refused_at(path.context->id, use.key->place)) {
    rules.add(Code::expr_context_here, Severity::error, use, path.name,
              fmt::format("The `if` of a job cannot read `{}`.", path.context->name));
    return;
  }
  if (is_unreadable_in_uses(use, path)) {
    rules.add(Code::expr_context_here, Severity::error, use, path.whole,
              "`uses` of a step can read only `cloudbees.scm`.");
    return;
  }
  check_properties(rules, use, path);
}

} // namespace

void check_expressions(Rules& rules) {
  const YamlNode* last_mixed = nullptr;
  for (const ExpressionUse& use : rules.model.expressions) {
    if (!use.scalar->complete) continue;
    if (rules.is_full()) return;
    if (use.expression.error) {
      check_fault(rules, use);
      continue;
    }
    if (is_condition(use) && last_mixed != use.scalar) {
      last_mixed = use.scalar;
      check_mixed(rules, use);
    }
    for (const Node& node : use.expression.nodes)
      if (node.kind == Node::Kind::call) check_call(rules, use, node);
  }
  for (const PathUse& path : rules.model.paths) {
    if (rules.is_full()) return;
    check_context(rules, path);
  }
}

} // namespace unify_ls::workflow
