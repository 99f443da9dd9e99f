#include "server/workflow/checks/check.h"

#include "server/base/text.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/near.h"
#include "server/workflow/wording.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <utility>

namespace unify_ls::workflow {

Finding& Rules::add(Code code, Severity severity, Span span, std::string message) {
  Finding finding{.code = code, .severity = severity, .span = span, .message = printable(message)};
  if (is_full()) return spare_ = std::move(finding);
  return findings.emplace_back(std::move(finding));
}

Finding& Rules::add(Code code, Severity severity, const YamlNode& node, std::string message) {
  return add(code, severity, node.span, std::move(message));
}

Finding& Rules::add(Code code, Severity severity, const ExpressionUse& use, Span part, std::string message) {
  const auto place = model.place(use, part);
  if (!place) unplaced_.insert(use.scalar->span.begin);
  return add(code, severity, place.value_or(use.scalar->span), std::move(message));
}

void Rules::drop_blind_fixes() {
  if (unplaced_.empty()) return;
  for (Finding& finding : findings) {
    const auto is_blind = [&](const TextEdit& edit) {
      return edit.span == finding.span && unplaced_.contains(edit.span.begin);
    };
    std::erase_if(finding.fixes, [&](const Fix& fix) { return std::ranges::any_of(fix.edits, is_blind); });
  }
}

bool Rules::spend(std::size_t names) {
  if (!may_compare(names)) return false;
  comparisons_left_ -= names;
  return true;
}

std::string Rules::nearest(std::string_view wanted, const std::vector<std::string>& known) {
  if (!spend(known.size())) return {};
  const auto near = near_names(wanted, known, 1);
  return near.empty() ? std::string() : near.front();
}

bool lacks_anchor(const YamlNode& mapping) {
  return std::ranges::any_of(mapping.entries, [](const YamlEntry& entry) {
    return entry.value->kind == YamlNode::Kind::alias && entry.value->target == nullptr;
  });
}

namespace {

bool lies_in(Span inner, Span outer) { return outer.begin <= inner.begin && inner.end <= outer.end; }

/// One finding of a code at a place, in the order of the text; the worse first where two share a place.
void put_in_order(std::vector<Finding>& findings) {
  const auto key = [](const Finding& f) { return std::tuple(f.span.begin, f.severity, f.code, f.span.end); };
  std::ranges::sort(findings, {}, key);
  const auto same = [](const Finding& a, const Finding& b) { return a.code == b.code && a.span == b.span; };
  const auto rest = std::ranges::unique(findings, same);
  findings.erase(rest.begin(), rest.end());
  if (findings.size() > max_findings) findings.resize(max_findings);
}

/// Nodes that aliases stand for; a text with more of them gets no fixes.
constexpr std::size_t max_shared_nodes = 200;

/// What an alias stands for is read at other places too: a finding outside of it does not change it.
void drop_distant_fixes(const Model& model, std::vector<Finding>& findings) {
  std::vector<const YamlNode*> shared;
  for (const YamlNode& node : model.source->tree().nodes())
    if (node.target != nullptr) shared.push_back(node.target);
  std::ranges::sort(shared);
  const auto rest = std::ranges::unique(shared);
  shared.erase(rest.begin(), rest.end());
  for (Finding& finding : findings) {
    const auto is_distant = [&finding, &shared](const TextEdit& edit) {
      return std::ranges::any_of(shared, [&](const YamlNode* node) {
        return lies_in(edit.span, node->span) && !lies_in(finding.span, node->span);
      });
    };
    if (shared.size() > max_shared_nodes) finding.fixes.clear();
    std::erase_if(finding.fixes, [&](const Fix& fix) { return std::ranges::any_of(fix.edits, is_distant); });
  }
}

/// The rules write `\n`; a fix has the line ends of its text.
void set_line_ends(std::string_view text, std::vector<Finding>& findings) {
  if (line_break_of(text) == "\n") return;
  for (Finding& finding : findings)
    for (Fix& fix : finding.fixes)
      for (TextEdit& edit : fix.edits)
        for (std::size_t at = edit.text.find('\n'); at != std::string::npos;
             at = edit.text.find('\n', at + 1))
          if (at == 0 || edit.text[at - 1] != '\r') edit.text.insert(at++, 1, '\r');
}

using Family = void (*)(Rules& rules);

constexpr std::array<Family, 10> families{
    check_shape, check_triggers,  check_jobs,        check_needs,      check_steps,
    check_uses,  check_arguments, check_expressions, check_references, check_inputs};

constexpr std::array<Family, 2> families_of_runs{check_shape, check_run};

std::span<const Family> families_of(FileKind kind) {
  if (kind == FileKind::run_document) return families_of_runs;
  return families;
}

} // namespace

std::vector<Finding> check(const Model& model, const Sources& sources) {
  const RememberedSources remembered(sources);
  Rules rules(model, remembered);
  check_yaml(rules);
  if (!model.excess.empty() && !model.source->is_cut())
    rules.add(Code::too_deep, Severity::information, Span{}, model.excess);
  if (model.kind == FileKind::run_document)
    check_run_header(rules);
  else
    check_header(rules);
  if (model.root != nullptr)
    for (const Family check_family : families_of(model.kind)) {
      rules.begin_family();
      check_family(rules);
    }
  if (model.source->refusal())
    std::erase_if(rules.findings, [](const Finding& finding) { return !stands_alone(finding.code); });
  rules.drop_blind_fixes();
  put_in_order(rules.findings);
  drop_distant_fixes(model, rules.findings);
  set_line_ends(rules.text, rules.findings);
  return std::move(rules.findings);
}

// While lines are half-typed, nobody knows what belongs to what: only what a value says by itself is judged.
bool stands_alone(Code code) {
  switch (code) {
  case Code::yaml_syntax:
  case Code::yaml_documents:
  case Code::file_too_large:
  case Code::too_deep:
  case Code::header_value:
  case Code::value_unknown:
  case Code::cron:
  case Code::boolean_spelling:
  case Code::uses_old_version:
  case Code::uses_github_action:
  case Code::expr_function_unknown:
  case Code::expr_context_unknown:
  case Code::expr_context_github:
  case Code::expr_property_gone:
  case Code::expr_property_unknown:
  case Code::script_github_output: return true;
  default: return false;
  }
}

std::string applied(std::string_view text, const Fix& fix) {
  std::string result;
  std::size_t at = 0;
  for (const TextEdit& edit : fix.edits) {
    result += text.substr(at, edit.span.begin - at);
    result += edit.text;
    at = edit.span.end;
  }
  result += text.substr(at);
  return result;
}

} // namespace unify_ls::workflow
