#include "server/workflow/rewrites/conversion.h"

#include "protocol/utf8.h"
#include "server/base/text.h"
#include "server/workflow/checks/check.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <utility>

namespace unify_ls::workflow {
namespace {

/// One change can bring another one about: what stood in the way of a change is gone after the first round.
constexpr int most_rounds = 8;

bool is_of_github(Code code) {
  return code == Code::key_github || code == Code::expr_context_github || code == Code::uses_github_action ||
         code == Code::script_github_output;
}

bool is_converted(Code code) {
  return is_of_github(code) || code == Code::header_missing || code == Code::step_uses_missing ||
         code == Code::trigger_unknown;
}

bool is_machine(const YamlEntry& entry) {
  const YamlNode& name = resolved(*entry.value);
  return resolved(*entry.key).value == "runs-on" && name.is_scalar() &&
         (name.value.starts_with("ubuntu-") || name.value.starts_with("windows-") ||
          name.value.starts_with("macos-"));
}

/// The machines of GitHub's, which every job names there: their keys. One that other places have by its
/// anchor is none of them.
std::set<const YamlNode*> machines_in(const Model& model) {
  std::set<const YamlNode*> keys;
  std::set<const YamlNode*> values;
  for (const Job& job : model.jobs)
    for (const YamlEntry& entry : job.entries)
      if (is_machine(entry)) {
        keys.insert(entry.key);
        values.insert(entry.value);
      }
  std::set<const YamlNode*> shared;
  for (const YamlNode& node : model.source->tree().nodes())
    if (node.target != nullptr && !values.contains(&node)) shared.insert(node.target);
  for (const Job& job : model.jobs)
    for (const YamlEntry& entry : job.entries)
      if (shared.contains(entry.value) || shared.contains(entry.key)) keys.erase(entry.key);
  return keys;
}

/// Takes an entry out of a mapping in braces, with a comma; nothing where more than that stands around it.
std::optional<TextEdit> remove_flow_entry(std::string_view text, const YamlNode& mapping, std::size_t index) {
  const auto holds = [text](Span between, std::string_view wanted) {
    return between.begin <= between.end && trimmed(text.substr(between.begin, between.size())) == wanted;
  };
  const bool first = index == 0;
  const bool last = index + 1 == mapping.entries.size();
  const Span own{mapping.entries[index].key->span.begin, mapping.entries[index].value->span.end};
  const Span before{first ? mapping.span.begin + 1 : mapping.entries[index - 1].value->span.end, own.begin};
  const Span behind{own.end, last ? mapping.span.end - 1 : mapping.entries[index + 1].key->span.begin};
  if (!holds(before, first ? "" : ",") || !holds(behind, last ? "" : ",")) return std::nullopt;
  if (last) return TextEdit{.span = {first ? own.begin : before.begin, own.end}, .text = {}};
  return TextEdit{.span = {own.begin, behind.end}, .text = {}};
}

/// All of the machines at once, so that the number of jobs does not count as rounds. They are looked for
/// where they stand, which for a merged entry is another mapping than the job's.
Fix without_machines(const Model& model) {
  const auto keys = machines_in(model);
  const std::string_view text = model.source->text();
  Fix all;
  for (const YamlNode& node : model.source->tree().nodes())
    for (std::size_t index = 0; index < node.entries.size() && !keys.empty(); ++index) {
      const YamlEntry& entry = node.entries[index];
      if (!keys.contains(entry.key)) continue;
      auto edit = node.flow ? remove_flow_entry(text, node, index) : remove_entry(text, node, entry);
      if (edit) all.edits.push_back(*std::move(edit));
    }
  std::ranges::sort(all.edits, {}, [](const TextEdit& edit) { return edit.span.begin; });
  // A key that is there twice has two edits that meet.
  const auto rest = std::ranges::unique(
      all.edits, [](const TextEdit& a, const TextEdit& b) { return b.span.begin < a.span.end; });
  all.edits.erase(rest.begin(), rest.end());
  return all;
}

/// A script of GitHub's has no image: it gets a small one, where the file has none that could be meant.
std::optional<Fix> with_image(const Model& model, const Finding& finding) {
  const auto step = std::ranges::find_if(model.steps, [&finding](const Step& one) {
    return one.node->span.begin <= finding.span.begin && finding.span.end <= one.node->span.end;
  });
  if (step == model.steps.end() || step->node->flow || step->find("run") == nullptr) return std::nullopt;
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

/// The beginning of the last line, up to that of `at`, that a comment can stand above: one in which no text
/// goes on that began further up.
std::size_t line_for_comment(const SourceTree& source, std::size_t at) {
  const std::string_view text = source.text();
  std::size_t start = line_start(text, at);
  for (const YamlNode& node : source.tree().nodes() | std::views::reverse)
    if (node.is_scalar() && node.span.begin < start && start < node.span.end)
      start = line_start(text, node.span.begin);
  return start == 0 && text.starts_with(protocol::byte_order_mark) ? protocol::byte_order_mark.size() : start;
}

/// Comments above each line in which something is left to decide.
std::string with_comments(const std::string& text, FileKind kind) {
  const SourceTree source(text);
  std::map<std::size_t, std::vector<std::string>> messages;
  for (const Finding& finding : check(read_model(source, kind), NoSources())) {
    if (!is_converted(finding.code)) continue;
    auto& here = messages[line_for_comment(source, finding.span.begin)];
    if (std::ranges::find(here, finding.message) == here.end()) here.push_back(finding.message);
  }
  Fix comments;
  for (const auto& [line, here] : messages)
    for (const std::string& message : here)
      comments.edits.push_back({.span = {line, line},
                                .text = fmt::format("{}# TODO: {}{}", std::string(indent_of(text, line), ' '),
                                                    message, line_break_of(text))});
  return applied(text, comments);
}

} // namespace

std::optional<Fix> conversion_from_github(const Model& model, const std::vector<Finding>& findings) {
  const std::string_view text = model.source->text();
  if (model.source->refusal() || model.kind != FileKind::workflow) return std::nullopt;
  const Fix machines = without_machines(model);
  const bool of_github = !machines.edits.empty() ||
                         std::ranges::any_of(findings, [](const Finding& f) { return is_of_github(f.code); });
  if (!of_github) return std::nullopt;
  std::string converted = applied(text, machines);
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
