#include "server/workflow/checks/rules.h"
#include "server/workflow/near.h"
#include "server/workflow/run_document/run_document.h"
#include "server/workflow/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

/// A run document beside what can be run.
namespace unify_ls::workflow {
namespace {

class RunRules {
 public:
  explicit RunRules(Rules& rules) : rules_(rules) {}

  /// What there has to be before anything else can be judged.
  void check_named() {
    if (rules_.model.root == nullptr) return check_whole();
    const YamlNode* workflow = find_value(rules_.model.top, "workflow");
    if (workflow == nullptr || !workflow->is_scalar()) return;
    const std::string name = text_of(*workflow).value_or("");
    if (name.empty())
      rules_.add(Code::key_required, Severity::error, *key_of("workflow"),
                 "A run document needs the name of a workflow.");
    else if (name.contains('/')) // a path could lead into another repository
      rules_.add(Code::run_place, Severity::error, *workflow,
                 "`workflow` is the name of a file in .cloudbees/workflows, without a path.");
  }

  void check_place(const Runnable& runnable) {
    if (!runnable.folder_problem.empty()) return add(Code::run_place, "folder", runnable.folder_problem);
    if (!runnable.branch_problem.empty()) return add(Code::run_place, "branch", runnable.branch_problem);
    const bool is_path = run_head(rules_.model).workflow.contains('/'); // which has been said
    if (!runnable.workflow_problem.empty() && !is_path)
      add(Code::run_place, "workflow", runnable.workflow_problem);
  }

  void check_inputs(const Workflow& workflow) {
    places_ = run_inputs(rules_.model);
    GivenInputs given;
    for (const RunInputPlace& place : places_) given.emplace_back(resolved(*place.name).value, place.given);
    const auto sent = workflow::check_inputs(workflow, given);
    if (sent) return;
    std::vector<std::string> names;
    for (const Input& input : workflow.inputs) names.push_back(input.name);
    for (const InputProblem& problem : sent.error()) add(problem, names);
  }

 private:
  void check_whole() {
    if (!rules_.model.excess.empty()) return;
    const YamlNode* root = rules_.model.source->root();
    if (root == nullptr || is_null(*root))
      rules_.add(Code::key_required, Severity::error, Span{}, "A run document needs `workflow`.");
    else
      rules_.add(Code::value_type, Severity::error, *root,
                 "A run document is a mapping with keys such as `workflow` and `inputs`.");
  }

  const YamlNode* key_of(std::string_view name) const {
    const auto found = std::ranges::find_if(
        rules_.model.top, [name](const YamlEntry& entry) { return resolved(*entry.key).value == name; });
    return found == rules_.model.top.end() ? nullptr : found->key;
  }

  /// At the value of a key, else at the workflow's, else at the beginning.
  void add(Code code, std::string_view key, const std::string& message) {
    for (const std::string_view name : {key, std::string_view("workflow")})
      if (const YamlNode* value = find_value(rules_.model.top, name); value != nullptr && !is_null(*value)) {
        rules_.add(code, Severity::error, *value, message);
        return;
      }
    rules_.add(code, Severity::error, Span{}, message);
  }

  void add(const InputProblem& problem, const std::vector<std::string>& names) {
    const auto place = std::ranges::find_if(
        places_, [&problem](const RunInputPlace& one) { return resolved(*one.name).value == problem.name; });
    if (place == places_.end()) {
      const YamlNode* key = key_of("inputs");
      if (key == nullptr) return add(Code::run_input, "workflow", problem.message);
      rules_.add(Code::run_input, Severity::error, *key, problem.message);
      return;
    }
    const bool known = is_among(problem.name, names);
    const bool empty = std::holds_alternative<std::monostate>(place->given);
    const YamlNode& node = known && !empty ? *place->value : *place->name;
    Finding& finding = rules_.add(Code::run_input, Severity::error, node, problem.message);
    if (known) return;
    if (const std::string near = rules_.nearest(problem.name, names); !near.empty())
      finding.fixes.push_back({.title = fmt::format("Write `{}`", near),
                               .edits = {{.span = bare_span(*place->name), .text = near}}});
  }

  Rules& rules_;
  std::vector<RunInputPlace> places_{};
};

} // namespace

void check_run_header(Rules& rules) { RunRules(rules).check_named(); }

void check_run(Rules& rules) {
  RunRules run(rules);
  const Runnable* runnable = rules.sources.runnable();
  if (runnable == nullptr) return;
  run.check_place(*runnable);
  if (runnable->workflow) run.check_inputs(*runnable->workflow);
}

} // namespace unify_ls::workflow
