#include "server/workflow/checks/called.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/reference_fixes.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/near.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

/// What `steps`, `needs` and `jobs` read, held against what the file declares.
namespace unify_ls::workflow {

namespace {

bool has_merge_key(const YamlNode& mapping) {
  return std::ranges::any_of(mapping.entries,
                             [](const YamlEntry& entry) { return resolved(*entry.key).value == "<<"; });
}

/// The names in a mapping; nothing where there may be others.
std::optional<std::vector<std::string>> names_in(const YamlNode* mapping) {
  if (mapping == nullptr || is_null(*mapping)) return std::vector<std::string>();
  if (!mapping->is_mapping() || has_merge_key(*mapping)) return std::nullopt;
  std::vector<std::string> names;
  for (const YamlEntry& entry : mapping->entries) names.push_back(resolved(*entry.key).value);
  return names;
}

using NameSet = std::unordered_set<std::string_view>;

/// What a job says of its neighbours; asked for every path, so read once.
struct Neighbours {
  bool read_needs = false;
  bool needs_known = false; ///< whether all it waits for is known
  NameSet needs{};
  bool read_outputs = false;
  bool outputs_known = false;
  std::vector<std::string> output_names{};
  std::unordered_set<std::string> outputs{};
};

class ReferenceRules {
 public:
  explicit ReferenceRules(Rules& rules)
      : rules_(rules),
        model_(rules.model),
        neighbours_(rules.model.jobs.size()) {
    for (const Job& job : model_.jobs) waits_ += 1 + job.needs.size();
  }

  void check() {
    for (const PathUse& path : model_.paths) {
      if (rules_.is_full()) return;
      const ExpressionUse& use = model_.expressions[static_cast<std::size_t>(path.use)];
      if (path.context == nullptr || !path.has(0) || use.expression.error) continue;
      if (is_refused_at(path.context->id, use.key->place)) continue;
      if (path.context->id == ContextName::steps) check_step(use, path);
      if (path.context->id == ContextName::needs && use.job >= 0) check_need(use, path);
      if (path.context->id == ContextName::jobs) check_job(use, path);
    }
  }

 private:
  const Job& job(int number) const { return model_.jobs[static_cast<std::size_t>(number)]; }

  Finding& at_part(Code code, Severity severity, const ExpressionUse& use, const PathPart& part,
                   std::string message) {
    return rules_.add(code, severity, use, part.span, std::move(message));
  }

  /// Replaces the name alone: quotes and brackets around it stay.
  static void add_near_fix(Finding& finding, const std::string& near) {
    if (!near.empty()) finding.fixes.push_back(replace(fmt::format("Write `{}`", near), finding.span, near));
  }

  // steps.<id>

  bool has_all_steps(const ExpressionUse& use) const {
    // Of a job without steps something else is said: that it has none, or that its `steps` is misspelt.
    if (use.job >= 0)
      return job(use.job).body != nullptr && job(use.job).sort != JobSort::none &&
             !has_merge_key(*job(use.job).body);
    return model_.kind == FileKind::action && !has_merge_key(*model_.root);
  }

  std::vector<std::string> ids_before(const ExpressionUse& use) const {
    std::vector<std::string> ids;
    if (!rules_.may_compare(model_.steps.size())) return ids;
    for (std::size_t i = 0; i < model_.steps.size(); ++i) {
      const bool before = use.step < 0 || static_cast<int>(i) < use.step;
      if (model_.steps[i].job == use.job && before && !model_.steps[i].id.empty())
        ids.emplace_back(model_.steps[i].id);
    }
    return ids;
  }

  void check_step(const ExpressionUse& use, const PathUse& path) {
    if (!has_all_steps(use)) return;
    const PathPart& id = path.parts[0];
    const int step = model_.step_with_id(use.job, id.name);
    if (step < 0) return unknown_step(use, path);
    if (use.step >= 0 && step >= use.step) {
      at_part(Code::ref_step_later, Severity::error, use, id,
              step == use.step
                  ? fmt::format("{} is this step itself: it has no outputs yet.", quoted(id.name))
                  : fmt::format("{} runs after this step.", quoted(id.name)))
          .related.push_back({.span = model_.steps[static_cast<std::size_t>(step)].find("id")->span,
                              .message = "The step."});
      return;
    }
    if (path.has(2) && path.parts[1].name == "outputs")
      check_action_output(use, path.parts[2], model_.steps[static_cast<std::size_t>(step)]);
  }

  void unknown_step(const ExpressionUse& use, const PathUse& path) {
    const PathPart& id = path.parts[0];
    const std::string near = rules_.nearest(id.name, ids_before(use));
    const bool output = use.key->place == Place::action_outputs;
    const std::string_view what = use.step >= 0 ? "No earlier step has" : "No step has";
    Finding& finding = at_part(output ? Code::action_output_step : Code::ref_step_unknown,
                               output ? Severity::warning : Severity::error, use, id,
                               fmt::format("{} the id {}.{}", what, quoted(id.name), did_you_mean(near)));
    add_near_fix(finding, near);
    if (!near.empty() || !path.has(2) || !rules_.spend(model_.steps.size())) return;
    if (auto fix = give_id(rules_, use.job, use.step, id.name, path.parts[2].name))
      finding.fixes.push_back(*std::move(fix));
  }

  void check_action_output(const ExpressionUse& use, const PathPart& output, const Step& step) {
    const YamlNode* uses = step.find("uses");
    if (uses == nullptr || !uses->is_scalar()) return;
    undeclared(use, output, find_called(rules_, CalledKind::action, *uses), Severity::warning);
  }

  void undeclared(const ExpressionUse& use, const PathPart& output, const CalledThing& thing,
                  Severity severity) {
    if (thing.presence != Presence::known || !thing.callable->complete) return;
    if (is_among(output.name, thing.callable->outputs)) return;
    const std::string near = rules_.nearest(output.name, thing.callable->outputs);
    Finding& finding = at_part(
        Code::ref_output_undeclared, severity, use, output,
        fmt::format("{} has no output {}.{}", quoted(thing.name), quoted(output.name), did_you_mean(near)));
    add_near_fix(finding, near);
  }

  // needs.<job>

  Neighbours& neighbours(const Job& job) {
    return neighbours_[static_cast<std::size_t>(&job - model_.jobs.data())];
  }

  const Neighbours& with_needs(const Job& job) {
    Neighbours& known = neighbours(job);
    if (std::exchange(known.read_needs, true)) return known;
    known.needs_known = needs_are_known(job);
    for (const YamlNode* need : job.needs) known.needs.insert(need->value);
    return known;
  }

  const Neighbours& with_outputs(const Job& job) {
    Neighbours& known = neighbours(job);
    if (std::exchange(known.read_outputs, true)) return known;
    auto names = names_in(job.find("outputs"));
    known.outputs_known = names.has_value();
    if (names) known.output_names = *std::move(names);
    known.outputs.insert(known.output_names.begin(), known.output_names.end());
    return known;
  }

  static bool needs_are_known(const Job& job) {
    if (job.body == nullptr || has_merge_key(*job.body)) return false;
    const YamlNode* needs = job.find("needs");
    if (needs == nullptr) return true;
    if (needs->is_scalar()) return !is_expression(*needs);
    return needs->is_sequence() && job.needs.size() == needs->items.size() &&
           std::ranges::none_of(job.needs, [](const YamlNode* name) { return is_expression(*name); });
  }

  void check_need(const ExpressionUse& use, const PathUse& path) {
    const Job& here = job(use.job);
    const Neighbours& known = with_needs(here);
    if (!known.needs_known) return;
    const PathPart& name = path.parts[0];
    const int other = model_.job_named(name.name);
    if (!known.needs.contains(name.name)) return not_needed(use, name, other);
    if (other < 0) return; // `needs` itself has the finding
    if (path.has(2) && path.parts[1].name == "outputs")
      check_job_output(use, path.parts[2], job(other), Severity::error);
  }

  void not_needed(const ExpressionUse& use, const PathPart& name, int other) {
    const Job& here = job(use.job);
    if (other < 0) {
      std::vector<std::string> names;
      if (rules_.may_compare(here.needs.size()))
        for (const YamlNode* one : here.needs) names.push_back(one->value);
      const std::string near = rules_.nearest(name.name, names);
      Finding& finding = at_part(Code::ref_needs_missing, Severity::error, use, name,
                                 fmt::format("There is no job {}.{}", quoted(name.name), did_you_mean(near)));
      return add_near_fix(finding, near);
    }
    Finding& finding =
        at_part(Code::ref_needs_missing, Severity::error, use, name,
                fmt::format("The job {} does not need {}.", quoted(here.name), quoted(name.name)));
    finding.related.push_back({.span = job(other).name_node->span, .message = "The job."});
    const bool affordable = rules_.spend(waits_);
    if (affordable && job(other).name != here.name && !waits_for(other, here.name))
      add_need_fix(here, name.name, finding);
  }

  /// Whether a job comes after another one, by way of others too.
  bool waits_for(int start, std::string_view name) const {
    std::vector<int> open{start};
    std::vector<bool> seen(model_.jobs.size(), false);
    while (!open.empty()) {
      const int one = open.back();
      open.pop_back();
      if (one < 0 || seen[static_cast<std::size_t>(one)]) continue;
      seen[static_cast<std::size_t>(one)] = true;
      for (const YamlNode* need : job(one).needs) {
        if (need->value == name) return true;
        open.push_back(model_.job_named(need->value));
      }
    }
    return false;
  }

  void add_need_fix(const Job& here, const std::string& name, Finding& finding) {
    const YamlNode* needs = here.find("needs");
    Fix fix{.title = fmt::format("Add {} to `needs`", quoted(name)), .edits = {}};
    if (here.body->flow || here.body->entries.empty() || !is_name(name)) return;
    if (needs == nullptr) {
      const std::size_t at = here.body->entries.front().key->span.begin;
      fix.edits = {line_before(rules_.text, at, column_of(rules_.text, at), "needs: " + name)};
    } else if (needs->is_scalar() && !is_null(*needs)) {
      const std::string written(rules_.text.substr(needs->span.begin, needs->span.size()));
      fix.edits = {{.span = needs->span, .text = fmt::format("[{}, {}]", written, name)}};
    } else if (needs->is_sequence() && !needs->items.empty()) {
      const std::size_t end = needs->items.back()->span.end;
      if (needs->flow) {
        fix.edits = {{.span = {.begin = end, .end = end}, .text = ", " + name}};
      } else {
        const std::string indent(indent_of(rules_.text, needs->items.back()->span.begin), ' ');
        fix.edits = {{.span = {.begin = end, .end = end}, .text = fmt::format("\n{}- {}", indent, name)}};
      }
    } else {
      return;
    }
    finding.fixes.push_back(std::move(fix));
  }

  void check_job_output(const ExpressionUse& use, const PathPart& output, const Job& other,
                        Severity severity) {
    if (other.body == nullptr || has_merge_key(*other.body)) return;
    if (other.sort == JobSort::calling || other.sort == JobSort::delegating) {
      const bool calling = other.sort == JobSort::calling;
      const YamlNode* uses = other.find(calling ? "uses" : "delegates");
      if (uses == nullptr || !uses->is_scalar()) return;
      const CalledThing thing =
          find_called(rules_, calling ? CalledKind::workflow : CalledKind::custom_job, *uses);
      if (!calling || thing.local) undeclared(use, output, thing, Severity::warning);
      return;
    }
    if (other.sort != JobSort::standard) return;
    const Neighbours& known = with_outputs(other);
    if (!known.outputs_known || known.outputs.contains(output.name)) return;
    const std::string near = rules_.nearest(output.name, known.output_names);
    Finding& finding = at_part(Code::ref_output_undeclared, severity, use, output,
                               fmt::format("The job {} declares no output {}.{}", quoted(other.name),
                                           quoted(output.name), did_you_mean(near)));
    finding.related.push_back({.span = other.name_node->span, .message = "The job."});
    add_near_fix(finding, near);
    if (!near.empty() || !rules_.spend(model_.steps.size())) return;
    if (auto fix = declare_output(rules_, other, output.name)) finding.fixes.push_back(*std::move(fix));
  }

  // jobs.<job>, in the outputs of a call

  void check_job(const ExpressionUse& use, const PathUse& path) {
    if (model_.kind != FileKind::workflow || model_.jobs.empty()) return;
    const PathPart& name = path.parts[0];
    const int other = model_.job_named(name.name);
    if (other >= 0) {
      if (path.has(2) && path.parts[1].name == "outputs")
        check_job_output(use, path.parts[2], job(other), Severity::warning);
      return;
    }
    std::vector<std::string> names;
    if (rules_.may_compare(model_.jobs.size()))
      for (const Job& one : model_.jobs) names.emplace_back(one.name);
    const std::string near = rules_.nearest(name.name, names);
    Finding& finding = at_part(Code::ref_output_undeclared, Severity::warning, use, name,
                               fmt::format("There is no job {}.{}", quoted(name.name), did_you_mean(near)));
    add_near_fix(finding, near);
  }

  Rules& rules_;
  const Model& model_;
  std::vector<Neighbours> neighbours_; ///< by the job's number
  std::size_t waits_ = 0;              ///< what it takes to follow all `needs` of the file
};

} // namespace

void check_references(Rules& rules) { ReferenceRules(rules).check(); }

} // namespace unify_ls::workflow
