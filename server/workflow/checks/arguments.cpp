#include "server/workflow/checks/called.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/near.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

/// What is passed to actions, custom jobs and called workflows, held against what they take.
namespace unify_ls::workflow {

namespace {

/// Where something is called from.
struct Call {
  const YamlNode* body; ///< the step or the job
  const YamlNode* with; ///< null without one
  const YamlNode* uses;
  bool from_job;
  bool workflow;
};

std::string dated(const CalledThing& thing) {
  return thing.owned == nullptr ? fmt::format(" (as of {})", catalog_date()) : std::string();
}

class ArgumentRules {
 public:
  ArgumentRules(Rules& rules, const Call& call, const CalledThing& thing)
      : rules_(rules),
        call_(call),
        thing_(thing),
        given_(given()) {}

  void check() {
    if (call_.with != nullptr && !call_.with->is_mapping() && !is_null(*call_.with)) return;
    // Through aliases the same thousands of arguments may be given to every step.
    if (!rules_.spend(given_.size())) return;
    for (const YamlEntry& entry : given_) check_known(entry);
    check_missing();
  }

 private:
  std::vector<YamlEntry> given() const {
    return call_.with == nullptr ? std::vector<YamlEntry>() : merged_entries(*call_.with);
  }

  bool is_file_here() const { return call_.workflow || thing_.local; }

  void check_known(const YamlEntry& entry) {
    const YamlNode& name = resolved(*entry.key);
    if (!name.is_scalar() || !entry.key->complete || thing_.callable->find_input(name.value) != nullptr)
      return;
    const std::string near = rules_.nearest(name.value, open_names());
    Finding& finding = rules_.add(call_.workflow ? Code::call_input_unknown : Code::with_unknown,
                                  call_.workflow ? Severity::error : Severity::warning, *entry.key,
                                  fmt::format("{} has no input {}{}.{}", quoted(thing_.name),
                                              quoted(name.value), dated(thing_), did_you_mean(near)));
    if (!near.empty()) {
      finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(*entry.key), near));
      meant_.push_back(near);
    } else if (call_.with->kind == YamlNode::Kind::mapping && call_.with->entries.size() > 1) {
      if (auto edit = remove_entry(rules_.text, *call_.with, entry))
        finding.fixes.push_back(
            {.title = fmt::format("Remove `{}`", name.value), .edits = {*std::move(edit)}, .sure = false});
    }
  }

  /// Inputs that nothing is passed to.
  const std::vector<std::string>& open_names() {
    if (open_) return *open_;
    open_.emplace();
    for (const Callable::Input& input : thing_.callable->inputs)
      if (find_value(given_, input.name) == nullptr) open_->push_back(input.name);
    return *open_;
  }

  void check_missing() {
    std::vector<std::string> missing;
    for (const Callable::Input& input : thing_.callable->inputs) {
      const bool given = find_value(given_, input.name) != nullptr || is_among(input.name, meant_);
      if (input.required && !given) missing.push_back(input.name);
    }
    if (missing.empty()) return;
    const bool error = is_file_here();
    const YamlEntry* with = find_entry(call_.body->entries, "with");
    const YamlNode& at = with == nullptr ? *call_.uses : *with->key;
    Finding& finding =
        rules_.add(call_.workflow ? Code::call_input_missing : Code::with_missing,
                   error ? Severity::error : Severity::warning, at,
                   fmt::format("{} needs {}{}.", quoted(thing_.name), quoted_list(missing), dated(thing_)));
    add_missing_fix(missing, with, finding);
  }

  /// Adds every name with an empty text, to be filled in: not a fix to take unseen.
  void add_missing_fix(const std::vector<std::string>& missing, const YamlEntry* with, Finding& finding) {
    if (call_.body->flow) return;
    Fix fix{.title = missing.size() == 1 ? fmt::format("Add `{}`", missing.front()) : "Add what is missing",
            .edits = {},
            .sure = false};
    std::string lines;
    if (with != nullptr && call_.with->is_mapping() && !call_.with->flow && !call_.with->entries.empty()) {
      const YamlEntry& last = call_.with->entries.back();
      const std::string indent(column_of(rules_.text, last.key->span.begin), ' ');
      for (const std::string& name : missing)
        lines += fmt::format("{}{}: ''", lines.empty() ? "" : "\n" + indent, name);
      fix.edits = {line_below(rules_.text, last, lines)};
    } else if (with == nullptr) {
      const YamlEntry* uses = uses_entry();
      if (uses == nullptr) return;
      const std::string indent(column_of(rules_.text, uses->key->span.begin) + 2, ' ');
      lines = "with:";
      for (const std::string& name : missing) lines += fmt::format("\n{}{}: ''", indent, name);
      fix.edits = {line_below(rules_.text, *uses, lines)};
    } else {
      return;
    }
    finding.fixes.push_back(std::move(fix));
  }

  const YamlEntry* uses_entry() const {
    const YamlEntry* uses = find_entry(call_.body->entries, "uses");
    return uses != nullptr ? uses : find_entry(call_.body->entries, "delegates");
  }

  Rules& rules_;
  const Call& call_;
  const CalledThing& thing_;
  std::vector<YamlEntry> given_;
  std::optional<std::vector<std::string>> open_{};
  std::vector<std::string> meant_{}; ///< inputs that misspelt names stand for
};

/// A container has no inputs.
void check_container(Rules& rules, const YamlNode* with) {
  if (with == nullptr) return;
  static const std::vector<std::string> known{"entrypoint", "args"};
  for (const YamlEntry& entry : merged_entries(*with)) {
    if (rules.is_full()) return;
    const std::string& name = resolved(*entry.key).value;
    if (is_among(name, known) || !entry.key->complete) continue;
    const std::string near = rules.nearest(name, known);
    Finding& finding = rules.add(Code::with_unknown, Severity::warning, *entry.key,
                                 fmt::format("A container takes `entrypoint` and `args` alone, not {}.{}",
                                             quoted(name), did_you_mean(near)));
    if (!near.empty())
      finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(*entry.key), near));
  }
}

void check_secrets(Rules& rules, const Job& job, const CalledThing& thing) {
  const YamlNode* secrets = job.find("secrets");
  if (secrets == nullptr || !secrets->is_mapping()) return;
  const std::vector<std::string>& known = thing.callable->secrets;
  const auto given = merged_entries(*secrets);
  if (!rules.spend(given.size())) return;
  for (const YamlEntry& entry : given) {
    if (rules.is_full()) return;
    const std::string& name = resolved(*entry.key).value;
    if (is_among(name, known) || !entry.key->complete) continue;
    const std::string near = rules.nearest(name, known);
    Finding& finding = rules.add(
        Code::call_secret_unknown, Severity::error, *entry.key,
        fmt::format("{} declares no secret {}.{}", quoted(thing.name), quoted(name), did_you_mean(near)));
    if (!near.empty())
      finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(*entry.key), near));
  }
}

bool is_readable(const CalledThing& thing) {
  return thing.presence == Presence::known && thing.callable->complete;
}

void check_call(Rules& rules, CalledKind kind, const Call& call, const Job* job) {
  if (call.uses == nullptr || !call.uses->is_scalar() || is_null(*call.uses)) return;
  if (read_uses(call.uses->value).kind == Uses::Kind::image) return check_container(rules, call.with);
  const CalledThing thing = find_called(rules, kind, *call.uses);
  // Of a workflow in another repository the version that is called may be another than the clone's.
  if (!is_readable(thing) || (kind == CalledKind::workflow && !thing.local)) return;
  ArgumentRules(rules, call, thing).check();
  if (kind == CalledKind::workflow && job != nullptr) check_secrets(rules, *job, thing);
}

} // namespace

void check_arguments(Rules& rules) {
  for (const Step& step : rules.model.steps) {
    if (rules.is_full()) return;
    check_call(rules, CalledKind::action,
               {.body = step.node,
                .with = step.find("with"),
                .uses = step.find("uses"),
                .from_job = false,
                .workflow = false},
               nullptr);
  }
  for (const Job& job : rules.model.jobs) {
    if (rules.is_full()) return;
    if (job.sort != JobSort::calling && job.sort != JobSort::delegating) continue;
    const bool workflow = job.sort == JobSort::calling;
    // What `inputs`, the old name, holds has a finding of its own.
    const YamlNode* with = job.find("with") != nullptr ? job.find("with") : job.find("inputs");
    check_call(rules, workflow ? CalledKind::workflow : CalledKind::custom_job,
               {.body = job.body,
                .with = with,
                .uses = job.find(workflow ? "uses" : "delegates"),
                .from_job = true,
                .workflow = workflow},
               &job);
  }
}

} // namespace unify_ls::workflow
