#include "server/language/code_actions.h"

#include "server/base/text.h"
#include "server/language/place.h"
#include "server/language/run_documents.h"
#include "server/language/suppressions.h"
#include "server/workflow/rewrites/conversion.h"
#include "server/workflow/rewrites/rewrites.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::language {
namespace {

using workflow::Finding;
using workflow::TextEdit;

constexpr std::string_view quick_fix_kind = "quickfix";

/// `source.fixAll` asks for `source.fixAll.unify` as well.
bool asks_for(const std::vector<std::string>& only, std::string_view kind) {
  return std::ranges::any_of(only, [kind](const std::string& wanted) {
    return kind == wanted || (kind.starts_with(wanted) && kind[wanted.size()] == '.');
  });
}

/// Two edits touch when one's place lies in the other's, or both add text in the same place.
bool touch(const TextEdit& a, const TextEdit& b) {
  return a.span.begin == b.span.begin || (a.span.begin < b.span.end && b.span.begin < a.span.end);
}

class Actions {
 public:
  Actions(const Analysis& analysis, const DiagnosticForm& form, bool document_changes)
      : analysis_(analysis),
        form_(form),
        document_changes_(document_changes) {}

  void add_fixes(const Finding& finding) {
    for (const workflow::Fix& fix : finding.fixes) {
      add(fix.title, quick_fix_kind, fix.edits, &finding);
      if (fix.sure) actions_.back().isPreferred = true;
    }
  }

  void add_silencing(const Finding& finding) {
    // Of a file that is too large no comments are read.
    if (finding.code == workflow::Code::file_too_large) return;
    const std::string_view code = workflow::name_of(finding.code);
    add(fmt::format("Ignore {} here", code), quick_fix_kind, {ignore_line(analysis_.source(), finding)},
        &finding);
    add(fmt::format("Ignore {} in this file", code), quick_fix_kind,
        {ignore_file(analysis_.source(), finding)}, &finding);
  }

  void add_fix_all(const std::vector<Finding>& findings) {
    const std::vector<TextEdit> edits = all_sure_edits(findings);
    if (!edits.empty()) add("Fix all that is certain", fix_all_kind, edits, nullptr);
  }

  void add_rewrite(const workflow::Fix& fix) { add(fix.title, rewrite_kind, fix.edits, nullptr); }

  /// Something to do that changes no text.
  void add_command(protocol::Command command) {
    actions_.push_back({.title = command.title, .command = std::move(command)});
  }

  std::vector<protocol::CodeAction> take() { return std::move(actions_); }

 private:
  void add(const std::string& title, std::string_view kind, const std::vector<TextEdit>& edits,
           const Finding* finding) {
    protocol::CodeAction action{.title = printable(title), .kind = std::string(kind), .edit = edit_of(edits)};
    if (finding != nullptr) action.diagnostics = {to_wire(analysis_, *finding, form_)};
    actions_.push_back(std::move(action));
  }

  protocol::WorkspaceEdit edit_of(const std::vector<TextEdit>& edits) const {
    std::vector<protocol::TextEdit> wire;
    for (const TextEdit& edit : edits)
      wire.push_back({.range = to_wire(analysis_.source(), edit.span, form_.encoding), .newText = edit.text});
    protocol::WorkspaceEdit edit;
    if (document_changes_) {
      edit.documentChanges.emplace();
      edit.documentChanges->push_back(
          {.textDocument = {.uri = analysis_.uri(), .version = analysis_.version()},
           .edits = std::move(wire)});
    } else {
      edit.changes.emplace();
      (*edit.changes)[analysis_.uri()] = std::move(wire);
    }
    return edit;
  }

  const Analysis& analysis_;
  const DiagnosticForm& form_;
  bool document_changes_;
  std::vector<protocol::CodeAction> actions_;
};

} // namespace

std::vector<TextEdit> all_sure_edits(const std::vector<Finding>& findings) {
  std::vector<TextEdit> edits;
  for (const Finding& finding : findings) {
    const auto fix = std::ranges::find_if(finding.fixes, &workflow::Fix::sure);
    if (fix == finding.fixes.end()) continue;
    const bool free = std::ranges::none_of(fix->edits, [&edits](const TextEdit& wanted) {
      return std::ranges::any_of(edits, [&wanted](const TextEdit& taken) { return touch(wanted, taken); });
    });
    if (free) edits.insert(edits.end(), fix->edits.begin(), fix->edits.end());
  }
  std::ranges::sort(edits, {}, [](const TextEdit& edit) { return edit.span.begin; });
  return edits;
}

std::vector<protocol::CodeAction> code_actions(const Analysis& analysis, const std::vector<Finding>& findings,
                                               workflow::Span asked, const std::vector<std::string>& only,
                                               const DiagnosticForm& form, bool document_changes) {
  Actions actions(analysis, form, document_changes);
  if (only.empty() || asks_for(only, quick_fix_kind)) {
    std::vector<const Finding*> touched;
    for (const Finding& finding : findings)
      if (finding.span.begin <= asked.end && asked.begin <= finding.span.end) touched.push_back(&finding);
    for (const Finding* finding : touched) actions.add_fixes(*finding);
    for (const Finding* finding : touched) actions.add_silencing(*finding);
  }
  if ((only.empty() || asks_for(only, rewrite_kind)) && analysis.model() != nullptr) {
    for (const workflow::Fix& fix : workflow::rewrites_at(*analysis.model(), asked)) actions.add_rewrite(fix);
    if (const auto conversion = workflow::conversion_from_github(*analysis.model(), findings))
      actions.add_rewrite(*conversion);
  }
  if (only.empty())
    for (protocol::Command& command : run_document_commands(analysis))
      actions.add_command(std::move(command));
  if (asks_for(only, fix_all_kind)) actions.add_fix_all(findings);
  return actions.take();
}

} // namespace unify_ls::language
