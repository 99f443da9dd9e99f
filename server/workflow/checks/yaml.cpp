#include "protocol/utf8.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/yaml_fixes.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

/// What YAML itself has to say of a text, with its bytes and what to do.
namespace unify_ls::workflow {

namespace {

std::size_t byte_of(std::string_view text, const Position& position) {
  std::size_t at = text.starts_with(protocol::byte_order_mark) ? protocol::byte_order_mark.size() : 0;
  for (unsigned line = 0; line < position.line && at < text.size(); ++line) {
    at = std::min(text.find_first_of("\r\n", at), text.size());
    at += text.substr(at, 2) == "\r\n" ? 2 : 1;
  }
  return std::min(at + position.utf8, text.size());
}

Span span_of(std::string_view text, const std::optional<Range>& range) {
  if (!range) return {};
  return {.begin = byte_of(text, range->start), .end = byte_of(text, range->end)};
}

Code code_of(ProblemKind kind) {
  switch (kind) {
  case ProblemKind::duplicate_key: return Code::yaml_duplicate_key;
  case ProblemKind::second_document: return Code::yaml_documents;
  case ProblemKind::too_large: return Code::file_too_large;
  case ProblemKind::too_deep:
  case ProblemKind::too_many: return Code::too_deep;
  case ProblemKind::other: break;
  }
  return Code::yaml_syntax;
}

Severity severity_of(const Problem& problem) {
  const Code code = code_of(problem.kind);
  const bool limit = code == Code::file_too_large || code == Code::too_deep;
  return limit ? Severity::information : problem.severity;
}

/// Where a tab indents a line, blanks do it.
void add_tab_fix(Rules& rules, Finding& finding) {
  const std::size_t start = line_start(rules.text, finding.span.begin);
  const std::size_t end = std::min(rules.text.find_first_not_of(" \t", start), rules.text.size());
  const std::string_view indent = rules.text.substr(start, end - start);
  if (!indent.contains('\t') || finding.span.begin > end) return;
  std::string blanks;
  for (const char c : indent) blanks += c == '\t' ? "  " : " ";
  finding.fixes.push_back(replace("Indent with blanks", {.begin = start, .end = end}, blanks));
}

/// Every key that its mapping has already, below one node. Aliases are not followed: their anchors are seen
/// where they stand.
void find_duplicates(Rules& rules, const YamlNode& node) {
  if (rules.is_full()) return;
  for (const auto& [entry, first] : repeated_keys(node)) {
    if (!entry->key->complete || rules.is_full()) continue;
    Finding& finding =
        rules.add(Code::yaml_duplicate_key, Severity::error, *entry->key,
                  fmt::format("{} stands here twice; the first is in line {}.",
                              quoted(resolved(*first->key).value), first->key->range.start.line + 1));
    finding.related.push_back({.span = first->key->span, .message = "The first one."});
    if (auto edit = remove_entry(rules.text, node, *entry))
      finding.fixes.push_back({.title = "Remove the second", .edits = {*std::move(edit)}, .sure = false});
  }
  for (const YamlEntry& entry : node.entries) find_duplicates(rules, *entry.value);
  for (const YamlNode* item : node.items) find_duplicates(rules, *item);
}

} // namespace

void check_yaml(Rules& rules) {
  const SourceTree& source = *rules.model.source;
  if (const auto& refusal = source.refusal()) {
    Finding& finding = rules.add(code_of(refusal->kind), severity_of(*refusal),
                                 span_of(rules.text, refusal->range), refusal->message);
    add_tab_fix(rules, finding);
    if (finding.fixes.empty())
      if (auto fix = fix_line(rules.text, finding.span.begin)) finding.fixes.push_back(*std::move(fix));
  }
  for (const Problem& problem : source.tree().problems()) {
    if (problem.kind == ProblemKind::duplicate_key) continue; // found below, with more to say
    rules.add(code_of(problem.kind), severity_of(problem), span_of(rules.text, problem.range),
              problem.message);
  }
  if (source.root() != nullptr) find_duplicates(rules, *source.root());
}

} // namespace unify_ls::workflow
