#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/uses.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace unify_ls::workflow {

namespace {

/// Scripts whose lines are rewritten.
constexpr std::size_t max_fixed_script = 16'384;

constexpr std::string_view github_files[] = {"GITHUB_OUTPUT", "GITHUB_ENV"};

bool is_near_uses(Rules& rules, const Step& step) {
  const std::vector<std::string> wanted{"uses"};
  return std::ranges::any_of(step.entries, [&rules, &wanted](const YamlEntry& entry) {
    return !entry.key->complete || !rules.nearest(resolved(*entry.key).value, wanted).empty();
  });
}

class StepRules {
 public:
  explicit StepRules(Rules& rules) : rules_(rules) {}

  void check(const Step& step) {
    const YamlNode* uses = step.find("uses");
    const YamlNode* run = step.find("run");
    if (uses == nullptr)
      without_uses(step);
    else if (uses->is_scalar() && !is_null(*uses))
      with_uses(step, *uses, run);
    check_id(step);
    if (step.find("shell") != nullptr && run == nullptr) unused_shell(step);
    if (run != nullptr && run->is_scalar()) check_script(*run);
  }

 private:
  bool on_edge_runner(const Step& step) {
    if (step.job < 0) return false;
    if (std::exchange(edge_job_, step.job) != step.job) {
      const Job& job = rules_.model.jobs[static_cast<std::size_t>(step.job)];
      on_edge_ = job.find("runs-on") != nullptr;
    }
    return on_edge_;
  }

  static const YamlNode& place_of(const Step& step) {
    return step.node->entries.empty() ? *step.node : *step.node->entries.front().key;
  }

  void without_uses(const Step& step) {
    if (on_edge_runner(step) || is_near_uses(rules_, step) || step.node->entries.empty() ||
        lacks_anchor(*step.node))
      return;
    const bool action = rules_.model.kind == FileKind::action;
    Finding& finding =
        rules_.add(action ? Code::action_step_uses : Code::step_uses_missing,
                   action ? Severity::warning : Severity::error, place_of(step),
                   "A step needs `uses`: an action, or `docker://` and an image for a script.");
    const YamlNode& first = *step.node->entries.front().key;
    if (last_image_.empty() || step.node->flow || step.find("run") == nullptr) return;
    const std::size_t at = first.span.begin;
    finding.fixes.push_back({.title = fmt::format("Insert `uses: {}`", last_image_),
                             .edits = {{.span = {.begin = at, .end = at},
                                        .text = fmt::format("uses: {}\n{}", last_image_,
                                                            std::string(column_of(rules_.text, at), ' '))}},
                             .sure = false});
  }

  void with_uses(const Step& step, const YamlNode& uses, const YamlNode* run) {
    const Uses read = read_uses(uses.value);
    if (read.kind != Uses::Kind::image) {
      if (run == nullptr || read.kind == Uses::Kind::dynamic || on_edge_runner(step)) return;
      rules_.add(Code::step_run_with_action, Severity::warning, *find_entry(step.entries, "run")->key,
                 "`run` works only with a `docker://` image; this step uses an action.");
      return;
    }
    if (!uses.value.contains("${{")) last_image_ = uses.value;
    const YamlNode* with = step.find("with");
    const auto arguments = with == nullptr ? std::vector<YamlEntry>() : merged_entries(*with);
    const bool does_something = run != nullptr || find_value(arguments, "args") != nullptr ||
                                find_value(arguments, "entrypoint") != nullptr;
    if (!does_something)
      rules_.add(Code::step_nothing_to_do, Severity::information, uses,
                 "Without `run`, `args` or `entrypoint` the image's own program runs.");
  }

  void unused_shell(const Step& step) {
    rules_.add(Code::step_shell_unused, Severity::information, *find_entry(step.entries, "shell")->key,
               "`shell` is for `run`, and this step has none.");
  }

  void check_id(const Step& step) {
    if (step.job != ids_of_job_) ids_.clear();
    ids_of_job_ = step.job;
    const YamlNode* id = step.find("id");
    if (step.id.empty() || is_expression(*id)) return;
    const auto [known, is_new] = ids_.emplace(step.id, id);
    // An id that an alias brings along is about to be written over.
    const bool is_own = step.node->span.begin <= id->span.begin && id->span.end <= step.node->span.end;
    if (is_new || !is_own) return;
    Finding& finding = rules_.add(Code::step_id_duplicate, Severity::error, *id,
                                  fmt::format("The id {} is that of an earlier step too.", quoted(step.id)));
    finding.related.push_back({.span = known->second->span, .message = "The earlier one."});
  }

  void check_script(const YamlNode& run) {
    const std::string_view script = run.value;
    for (const std::string_view file : github_files) {
      std::size_t at = script.find(file);
      while (at != std::string_view::npos && !rules_.is_full()) {
        const bool variable = at > 0 && (script[at - 1] == '$' || script.substr(0, at).ends_with("${"));
        if (variable) github_file(run, at, file);
        at = script.find(file, at + file.size());
      }
    }
  }

  void github_file(const YamlNode& run, std::size_t at, std::string_view file) {
    const std::size_t begin = run.value[at - 1] == '$' ? at - 1 : at - 2;
    const std::string_view say =
        file == "GITHUB_OUTPUT"
            ? "Unify does not read `$GITHUB_OUTPUT`: an output is a file `$CLOUDBEES_OUTPUTS/<name>`."
            : "Unify does not read `$GITHUB_ENV`: give later steps an output, or `env`.";
    Finding& finding =
        rules_.add(Code::script_github_output, Severity::warning,
                   rules_.model.span(run, {.begin = begin, .end = at + file.size()}), std::string(say));
    const bool fixable = file == "GITHUB_OUTPUT" && run.is_block() && run.value.size() <= max_fixed_script;
    if (fixable) add_output_fix(run.value, at, finding);
  }

  /// `echo "name=value" >> "$GITHUB_OUTPUT"`, alone in its line.
  void add_output_fix(std::string_view script, std::size_t at, Finding& finding) {
    const std::size_t start = line_start(script, at);
    const std::size_t end = content_end(script, start, next_line(script, at));
    std::string_view line = script.substr(start, end - start);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    constexpr std::string_view begin = "echo \"";
    const std::size_t close = line.find('"', begin.size());
    if (!line.starts_with(begin) || close == std::string_view::npos) return;
    const std::string_view pair = line.substr(begin.size(), close - begin.size());
    std::string_view rest = line.substr(close + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const bool known_rest = rest == ">> $GITHUB_OUTPUT" || rest == ">> \"$GITHUB_OUTPUT\"" ||
                            rest == ">>$GITHUB_OUTPUT" || rest == ">>\"$GITHUB_OUTPUT\"";
    const std::size_t equals = pair.find('=');
    if (!known_rest || equals == std::string_view::npos || equals == 0) return;
    const std::string_view name = pair.substr(0, equals);
    if (!std::ranges::all_of(name, continues_name)) return;
    const std::size_t source_start =
        line_start(rules_.text, finding.span.begin) + indent_of(rules_.text, finding.span.begin);
    // Folded lines stand otherwise in the text than in the script.
    if (rules_.text.substr(source_start, line.size()) != line) return;
    finding.fixes.push_back(replace(
        "Write a file below `$CLOUDBEES_OUTPUTS`", {.begin = source_start, .end = source_start + line.size()},
        fmt::format("printf %s \"{}\" > \"$CLOUDBEES_OUTPUTS/{}\"", pair.substr(equals + 1), name)));
  }

  Rules& rules_;
  std::string last_image_{}; ///< what an earlier step ran in
  std::unordered_map<std::string_view, const YamlNode*> ids_{};
  int ids_of_job_ = -2;
  int edge_job_ = -1; ///< the job that was asked for its runner last
  bool on_edge_ = false;
};

} // namespace

void check_steps(Rules& rules) {
  StepRules checked(rules);
  for (const Step& step : rules.model.steps) {
    if (rules.is_full()) return;
    checked.check(step);
  }
}

} // namespace unify_ls::workflow
