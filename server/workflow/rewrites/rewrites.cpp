#include "server/workflow/rewrites/rewrites.h"

#include "server/base/text.h"
#include "server/workflow/checks/check.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace unify_ls::workflow {
namespace {

/// One change can bring another one about: without `runs-on` a step needs an image.
constexpr int most_rounds = 8;

bool touches(const YamlNode& node, Span place) {
  return node.span.begin <= place.end && place.begin <= node.span.end;
}

void add_condition(const YamlNode* condition, Span place, std::vector<Fix>& rewrites) {
  if (condition == nullptr || !condition->is_scalar() || !touches(*condition, place)) return;
  const bool open =
      condition->value.contains("${{") || condition->is_block() || condition->value.contains('\n');
  if (open || trimmed(condition->value).empty() || boolean_of(*condition)) return;
  const Span bare = bare_span(*condition);
  rewrites.push_back({.title = "Write the condition in `${{ }}`",
                      .edits = {{.span = {bare.begin, bare.begin}, .text = "${{ "},
                                {.span = {bare.end, bare.end}, .text = " }}"}}});
}

bool is_of_github(Code code) {
  return code == Code::key_github || code == Code::expr_context_github || code == Code::uses_github_action ||
         code == Code::script_github_output;
}

bool is_converted(Code code) {
  return is_of_github(code) || code == Code::header_missing || code == Code::step_uses_missing ||
         code == Code::trigger_unknown;
}

/// Machines of GitHub's, which every job names there.
std::optional<TextEdit> without_machine(const Model& model) {
  for (const Job& job : model.jobs)
    for (const YamlEntry& entry : job.entries) {
      const bool machine =
          entry.key->value == "runs-on" && entry.value->is_scalar() &&
          (entry.value->value.starts_with("ubuntu-") || entry.value->value.starts_with("windows-") ||
           entry.value->value.starts_with("macos-"));
      if (machine && job.body != nullptr) return remove_entry(model.source->text(), *job.body, entry);
    }
  return std::nullopt;
}

/// A script of GitHub's has no image: it gets a small one, where the file has none that could be meant.
std::optional<Fix> with_image(const Model& model, const Finding& finding) {
  const auto step = std::ranges::find_if(model.steps, [&finding](const Step& one) {
    return one.node->span.begin <= finding.span.begin && finding.span.end <= one.node->span.end;
  });
  if (step == model.steps.end() || step->find("run") == nullptr) return std::nullopt;
  const std::string_view text = model.source->text();
  const std::size_t at = step->node->span.begin;
  const std::string indent(column_of(text, at), ' ');
  return replace({}, {at, at}, fmt::format("uses: docker://alpine:3.20{}{}", line_break_of(text), indent));
}

/// The first fix that leaves nothing to decide.
std::optional<Fix> fix_of(const Model& model, const Finding& finding) {
  if (finding.code == Code::step_uses_missing && finding.fixes.empty()) return with_image(model, finding);
  if (finding.fixes.empty()) return std::nullopt;
  const Fix& first = finding.fixes.front();
  const bool decided =
      first.sure || finding.code == Code::header_missing || finding.code == Code::step_uses_missing;
  return decided ? std::optional(first) : std::nullopt;
}

/// One more change; nothing when there is none.
std::optional<std::string> converted_once(const std::string& text, FileKind kind) {
  const SourceTree source(text);
  const Model model = read_model(source, kind);
  if (const auto machine = without_machine(model)) return applied(text, {.title = {}, .edits = {*machine}});
  Fix all;
  std::size_t end = 0;
  for (const Finding& finding : check(model, NoSources())) {
    const auto fix = is_converted(finding.code) ? fix_of(model, finding) : std::nullopt;
    if (!fix || fix->edits.empty() || fix->edits.front().span.begin < end) continue;
    if (!all.edits.empty() && fix->edits.front().span.begin == all.edits.back().span.begin) continue;
    all.edits.insert(all.edits.end(), fix->edits.begin(), fix->edits.end());
    end = fix->edits.back().span.end;
  }
  return all.edits.empty() ? std::nullopt : std::optional(applied(text, all));
}

/// A comment above each line in which something is left to decide.
std::string with_comments(const std::string& text, FileKind kind) {
  const SourceTree source(text);
  Fix comments;
  std::set<std::size_t> lines;
  for (const Finding& finding : check(read_model(source, kind), NoSources())) {
    const bool open = is_converted(finding.code) && lines.insert(line_start(text, finding.span.begin)).second;
    if (open)
      comments.edits.push_back(line_before(text, finding.span.begin, indent_of(text, finding.span.begin),
                                           fmt::format("# TODO: {}", finding.message)));
  }
  return applied(text, comments);
}

} // namespace

std::vector<Fix> rewrites_at(const Model& model, Span place) {
  std::vector<Fix> rewrites;
  for (const Job& job : model.jobs) {
    const YamlNode* needs = job.find("needs");
    const bool one = needs != nullptr && needs->is_scalar() && text_of(*needs) && !needs->is_block();
    if (one && touches(*needs, place))
      rewrites.push_back({.title = "Write `needs` as a list",
                          .edits = {{.span = {needs->span.begin, needs->span.begin}, .text = "["},
                                    {.span = {needs->span.end, needs->span.end}, .text = "]"}}});
    add_condition(job.find("if"), place, rewrites);
  }
  for (const Step& step : model.steps) add_condition(step.find("if"), place, rewrites);
  return rewrites;
}

std::optional<Fix> conversion_from_github(const Model& model, const std::vector<Finding>& findings) {
  const std::string_view text = model.source->text();
  const bool of_github = without_machine(model).has_value() ||
                         std::ranges::any_of(findings, [](const Finding& f) { return is_of_github(f.code); });
  if (!of_github || model.source->refusal() || model.kind != FileKind::workflow) return std::nullopt;
  std::string converted(text);
  for (int round = 0; round < most_rounds; ++round) {
    auto more = converted_once(converted, model.kind);
    if (!more) break;
    converted = *std::move(more);
  }
  return Fix{.title = "Convert from GitHub Actions",
             .edits = {{.span = {0, text.size()}, .text = with_comments(converted, model.kind)}},
             .sure = false};
}

} // namespace unify_ls::workflow
