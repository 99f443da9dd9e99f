#include "server/workflow/checks/reference_fixes.h"

#include "server/workflow/checks/called.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/near.h"
#include "server/workflow/scalar.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

bool script_writes(std::string_view script, std::string_view output) {
  const std::string file = fmt::format("CLOUDBEES_OUTPUTS/{}", output);
  const std::size_t at = script.find(file);
  if (at == std::string_view::npos) return false;
  const std::size_t end = at + file.size();
  return end == script.size() || !continues_name(script[end]);
}

bool writes(const Rules& rules, const Step& step, std::string_view output) {
  const YamlNode* run = step.find("run");
  if (run != nullptr && run->is_scalar() && script_writes(run->value, output)) return true;
  const YamlNode* uses = step.find("uses");
  if (uses == nullptr || !uses->is_scalar()) return false;
  const CalledThing thing = find_called(rules, CalledKind::action, *uses);
  return thing.callable != nullptr && is_among(output, thing.callable->outputs);
}

/// The only one of these steps that writes an output; null where there is none, or more than one.
template <class Wanted> const Step* only_writer(const Rules& rules, std::string_view output, Wanted wanted) {
  const Step* found = nullptr;
  for (const Step& step : rules.model.steps) {
    if (!wanted(step) || !writes(rules, step, output)) continue;
    if (found != nullptr) return nullptr;
    found = &step;
  }
  return found;
}

bool is_block(const YamlNode* mapping) {
  return mapping != nullptr && mapping->is_mapping() && !mapping->flow && !mapping->entries.empty();
}

} // namespace

std::optional<TextEdit> first_line_in(const Rules& rules, const YamlNode& mapping, std::string_view line) {
  if (!is_block(&mapping)) return std::nullopt;
  const std::size_t at = mapping.entries.front().key->span.begin;
  const std::string indent(column_of(rules.text, at), ' ');
  return TextEdit{.span = {.begin = at, .end = at}, .text = fmt::format("{}\n{}", line, indent)};
}

std::optional<Fix> declare_output(const Rules& rules, const Job& job, const std::string& output) {
  const auto number = static_cast<int>(&job - rules.model.jobs.data());
  const Step* step =
      only_writer(rules, output, [number](const Step& one) { return one.job == number && is_name(one.id); });
  if (step == nullptr || !is_name(output)) return std::nullopt;
  const std::string line = fmt::format("{0}: ${{{{ steps.{1}.outputs.{0} }}}}", output, step->id);
  Fix fix{.title = fmt::format("Declare {}", quoted(output)), .edits = {}};
  const YamlNode* outputs = job.find("outputs");
  if (is_block(outputs)) {
    fix.edits = {line_below(rules.text, outputs->entries.back(), line)};
    return fix;
  }
  if (outputs != nullptr || !is_block(job.body)) return std::nullopt;
  const std::string indent(column_of(rules.text, job.body->entries.front().key->span.begin) + 2, ' ');
  if (auto edit = first_line_in(rules, *job.body, fmt::format("outputs:\n{}{}", indent, line)))
    fix.edits = {*std::move(edit)};
  return fix;
}

std::optional<Fix> give_id(const Rules& rules, int job, int before, const std::string& id,
                           const std::string& output) {
  const auto number = [&rules](const Step& step) {
    return static_cast<int>(&step - rules.model.steps.data());
  };
  const Step* step = only_writer(rules, output, [&](const Step& one) {
    return one.job == job && (before < 0 || number(one) < before) && one.find("id") == nullptr;
  });
  if (step == nullptr || !is_name(id)) return std::nullopt;
  auto edit = first_line_in(rules, *step->node, fmt::format("id: {}", id));
  if (!edit) return std::nullopt;
  return Fix{.title = fmt::format("Give the id {} to the step that writes {}", quoted(id), quoted(output)),
             .edits = {*std::move(edit)}};
}

std::optional<Fix> add_to_stage(const Rules& rules, const YamlNode& stage, std::string_view job) {
  const auto fields = merged_entries(stage);
  const YamlNode* name = find_value(fields, "name");
  const YamlNode* jobs = find_value(fields, "jobs");
  const bool usable = jobs != nullptr && jobs->is_sequence() && !jobs->items.empty() && is_name(job);
  if (!usable || name == nullptr || !text_of(*name)) return std::nullopt;
  const Span last = jobs->items.back()->span;
  const std::string indent(indent_of(rules.text, last.begin), ' ');
  return Fix{
      .title = fmt::format("Add it to the stage {}", quoted(*text_of(*name))),
      .edits = {{.span = {.begin = last.end, .end = last.end},
                 .text = jobs->flow ? fmt::format(", {}", job) : fmt::format("\n{}- {}", indent, job)}},
      .sure = false};
}

} // namespace unify_ls::workflow
