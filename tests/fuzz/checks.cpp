// The rules: whatever the text of a workflow, an action or a custom job, findings and fixes lie in it.
#include "server/base/text.h"
#include "server/workflow/checks/check.h"
#include "tests/fuzz/support/fuzz.h"

#include <string>

namespace unify_ls::fuzz {
namespace {

using workflow::Finding;
using workflow::Fix;
using workflow::Span;

void expect_in(Span span, std::string_view text, std::string_view what) {
  expect(span.begin <= span.end && span.end <= text.size(), what);
}

void examine_fix(const Fix& fix, std::string_view text) {
  expect(!fix.edits.empty() && !fix.title.empty(), "a fix changes something and has a title");
  std::size_t end = 0;
  for (const workflow::TextEdit& edit : fix.edits) {
    expect_in(edit.span, text, "an edit lies in the text");
    expect(edit.span.begin >= end, "edits follow each other");
    end = edit.span.end;
  }
  (void)workflow::applied(text, fix);
}

void examine_as(std::string_view text, workflow::FileKind kind) {
  const workflow::SourceTree source{std::string(text)};
  const workflow::Model model = workflow::read_model(source, kind);
  for (const workflow::Symbol& symbol : model.symbols)
    expect_in(symbol.name_span, text, "a name lies in the text");
  for (const workflow::Reference& reference : model.references)
    expect_in(reference.span, text, "a reference lies in the text");
  const auto findings = workflow::check(model, workflow::NoSources());
  expect(findings.size() <= workflow::max_findings, "a file has no more findings than the limit");
  for (const Finding& finding : findings) {
    expect_in(finding.span, text, "a finding lies in the text");
    expect(!finding.message.empty() && finding.message == printable(finding.message),
           "a finding is one printable line");
    for (const workflow::RelatedPlace& place : finding.related)
      expect_in(place.span, text, "so do related places");
    for (const Fix& fix : finding.fixes) examine_fix(fix, text);
  }
}

} // namespace

void examine(std::string_view text) {
  examine_as(text, workflow::FileKind::workflow);
  examine_as(text, workflow::FileKind::action);
  examine_as(text, workflow::FileKind::custom_job);
}

} // namespace unify_ls::fuzz
