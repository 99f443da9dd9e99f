#pragma once

#include "protocol/lsp_text.h"
#include "server/documents/positions.h"
#include "server/language/analysis.h"

#include <set>
#include <string>
#include <vector>

namespace unify_ls::language {

/// Codes that a folder's settings silence.
using IgnoredCodes = std::set<std::string, std::less<>>;

/// How findings are written for one client.
struct DiagnosticForm {
  documents::Encoding encoding = documents::Encoding::utf16;
  bool related_information = false;
  bool code_descriptions = false;
  bool tags = false;
};

/// What is to be said of a text: nothing unless it is ours.
std::vector<workflow::Finding> findings_of(const Analysis& analysis, const workflow::Sources& sources,
                                           const IgnoredCodes& ignored);

protocol::Diagnostic to_wire(const Analysis& analysis, const workflow::Finding& finding,
                             const DiagnosticForm& form);

std::vector<protocol::Diagnostic>
to_wire(const Analysis& analysis, const std::vector<workflow::Finding>& findings, const DiagnosticForm& form);

} // namespace unify_ls::language
