#include "server/language/diagnostics.h"

#include "server/base/text.h"
#include "server/language/place.h"

#include <algorithm>

namespace unify_ls::language {
namespace {

/// Where DIAGNOSTICS.md can be read; empty where the program was built without such a place.
constexpr std::string_view documentation = UNIFY_LS_DIAGNOSTICS_URL;

constexpr int severity_number(workflow::Severity severity) {
  switch (severity) {
  case workflow::Severity::error: return 1;
  case workflow::Severity::warning: return 2;
  case workflow::Severity::information: return 3;
  case workflow::Severity::hint: return 4;
  }
  return 1;
}

} // namespace

std::vector<workflow::Finding> findings_of(const Analysis& analysis, const workflow::Sources& sources,
                                           const IgnoredCodes& ignored) {
  std::vector<workflow::Finding> findings = analysis.findings(sources);
  std::erase_if(findings, [&](const workflow::Finding& finding) {
    return ignored.contains(workflow::name_of(finding.code));
  });
  return findings;
}

protocol::Diagnostic to_wire(const Analysis& analysis, const workflow::Finding& finding,
                             const DiagnosticForm& form) {
  const workflow::SourceTree& source = analysis.source();
  protocol::Diagnostic wire{.range = to_wire(source, finding.span, form.encoding),
                            .severity = severity_number(finding.severity),
                            .code = std::string(workflow::name_of(finding.code)),
                            .message = printable(finding.message)};
  if (form.code_descriptions && !documentation.empty())
    wire.codeDescription = protocol::CodeDescription{std::string(documentation) + "#" + wire.code};
  if (form.tags && finding.tag)
    wire.tags = std::vector<int>{*finding.tag == workflow::Tag::unnecessary ? 1 : 2};
  if (!form.related_information || finding.related.empty()) return wire;
  wire.relatedInformation.emplace();
  for (const workflow::RelatedPlace& place : finding.related)
    wire.relatedInformation->push_back(
        {.location = {.uri = analysis.uri(), .range = to_wire(source, place.span, form.encoding)},
         .message = printable(place.message)});
  return wire;
}

std::vector<protocol::Diagnostic> to_wire(const Analysis& analysis,
                                          const std::vector<workflow::Finding>& findings,
                                          const DiagnosticForm& form) {
  std::vector<protocol::Diagnostic> diagnostics;
  for (const workflow::Finding& finding : findings) diagnostics.push_back(to_wire(analysis, finding, form));
  return diagnostics;
}

} // namespace unify_ls::language
