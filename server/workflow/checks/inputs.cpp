#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/schema/objects.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

/// What `inputs` reads, held against what is declared, and the other way round.
namespace unify_ls::workflow {

namespace {

/// Application releases fill it in; files that only they start need not declare it.
constexpr std::string_view of_releases = "manifest";

class InputUseRules {
 public:
  explicit InputUseRules(Rules& rules) : rules_(rules), model_(rules.model) {
    for (const DeclaredInput& input : model_.inputs) names_.emplace_back(input.name);
    declared_.insert(names_.begin(), names_.end());
    if (model_.kind != FileKind::workflow) return;
    for (const std::string_view name : {"push", "pull_request", "schedule"})
      if (other_trigger_ == nullptr) other_trigger_ = model_.trigger(name);
  }

  void check() {
    const bool can_have_inputs = model_.kind != FileKind::workflow ||
                                 model_.trigger("workflow_dispatch") != nullptr ||
                                 model_.trigger("workflow_call") != nullptr;
    for (const PathUse& path : model_.paths) {
      if (rules_.is_full()) return;
      if (path.context == nullptr || path.context->id != ContextName::inputs) continue;
      if (path.has(0))
        read_.insert(path.parts[0].name);
      else
        all_read_ = true;
      const ExpressionUse& use = model_.expressions[static_cast<std::size_t>(path.use)];
      if (use.expression.error) continue;
      check_trigger(use, path);
      if (path.has(0) && can_have_inputs && model_.inputs_known) check_declared(use, path.parts[0]);
    }
    if (!all_read_ && model_.inputs_known) check_unused();
  }

 private:
  /// A job or step that asks what started the run may never read them without having them.
  bool asks_for_event(const YamlNode* condition) const {
    return condition != nullptr && condition->is_scalar() && condition->value.contains("event_name");
  }

  bool is_guarded(const ExpressionUse& use) const {
    if (use.scalar->value.contains("event_name")) return true;
    if (use.job >= 0 && asks_for_event(model_.jobs[static_cast<std::size_t>(use.job)].find("if")))
      return true;
    return use.step >= 0 && asks_for_event(model_.steps[static_cast<std::size_t>(use.step)].find("if"));
  }

  void check_trigger(const ExpressionUse& use, const PathUse& path) {
    if (other_trigger_ == nullptr || use.scalar == guarded_) return;
    if (is_guarded(use)) {
      guarded_ = use.scalar;
      return;
    }
    const YamlEntry& trigger = *std::exchange(other_trigger_, nullptr); // told once
    Finding& finding =
        rules_.add(Code::inputs_other_trigger, Severity::warning, use, path.whole,
                   fmt::format("Started by `{}` there are no `inputs`, and reading them fails.",
                               resolved(*trigger.key).value));
    finding.related.push_back({.span = trigger.key->span, .message = "The trigger."});
  }

  void check_declared(const ExpressionUse& use, const PathPart& part) {
    if (declared_.contains(part.name)) return;
    const bool action = model_.kind == FileKind::action;
    const std::string near = rules_.nearest(part.name, names_);
    const Severity severity = part.name == of_releases && !action ? Severity::information : Severity::warning;
    Finding& finding = rules_.add(
        action ? Code::action_input_undeclared : Code::ref_input_undeclared, severity, use, part.span,
        fmt::format("No input {} is declared.{}", quoted(part.name), did_you_mean(near)));
    if (!near.empty()) {
      finding.fixes.push_back(replace(fmt::format("Write `{}`", near), finding.span, near));
      return;
    }
    add_declaration(part.name, finding);
  }

  /// Below the last input, where there is one.
  void add_declaration(const std::string& name, Finding& finding) {
    if (model_.inputs.empty() || model_.kind == FileKind::custom_job || !is_name(name)) return;
    const DeclaredInput& last = model_.inputs.back();
    if (!begins_line(rules_.text, last.name_node->span.begin) || last.value->flow) return;
    const std::string indent(column_of(rules_.text, last.name_node->span.begin), ' ');
    const std::string_view field = model_.kind == FileKind::action ? "description: ''" : "type: string";
    const YamlEntry entry{.key = last.name_node, .value = last.value};
    finding.fixes.push_back(
        {.title = fmt::format("Declare {}", quoted(name)),
         .edits = {line_below(rules_.text, entry, fmt::format("{}:\n{}  {}", name, indent, field))},
         .sure = false});
  }

  /// Somebody may read an input where the schema does not look: all names behind `inputs.` and in `['…']`.
  void read_mentioned() {
    for (const std::string_view mark : {"inputs.", "['"})
      for (std::size_t at = rules_.text.find(mark); at != std::string_view::npos;
           at = rules_.text.find(mark, at + mark.size())) {
        const std::size_t begin = at + mark.size();
        std::size_t end = begin;
        while (end < rules_.text.size() && continues_name(rules_.text[end])) ++end;
        mentioned_.insert(rules_.text.substr(begin, end - begin));
      }
  }

  bool is_mentioned(std::string_view name) const {
    return !std::ranges::all_of(name, continues_name) || mentioned_.contains(name);
  }

  void check_unused() {
    read_mentioned();
    for (const DeclaredInput& input : model_.inputs) {
      const bool judged = input.object == &schema::call_input || model_.kind == FileKind::action;
      if (!judged || input.name == of_releases || read_.contains(std::string(input.name))) continue;
      if (!input.name_node->complete || is_mentioned(input.name)) continue;
      Finding& finding = rules_.add(Code::unused_input, Severity::hint, *input.name_node,
                                    fmt::format("Nothing reads the input {}.", quoted(input.name)));
      finding.tag = Tag::unnecessary;
      if (!begins_line(rules_.text, input.name_node->span.begin)) continue;
      const std::size_t end = content_end(rules_.text, input.name_node->span.end,
                                          std::max(input.name_node->span.end, input.value->span.end));
      finding.fixes.push_back(
          {.title = "Remove it",
           .edits = {{.span = {.begin = line_start(rules_.text, input.name_node->span.begin),
                               .end = next_line(rules_.text, end)},
                      .text = {}}},
           .sure = false});
    }
  }

  Rules& rules_;
  const Model& model_;
  std::vector<std::string> names_{};
  std::unordered_set<std::string_view> declared_{};
  std::unordered_set<std::string_view> mentioned_{};
  std::unordered_set<std::string> read_{};
  bool all_read_ = false;
  const YamlEntry* other_trigger_ = nullptr; ///< one that gives no inputs
  const YamlNode* guarded_ = nullptr;        ///< the last text that was seen to ask what started the run
};

} // namespace

void check_inputs(Rules& rules) { InputUseRules(rules).check(); }

} // namespace unify_ls::workflow
