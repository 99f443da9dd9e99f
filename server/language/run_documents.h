#pragma once

#include "protocol/lsp_place.h"
#include "server/documents/positions.h"
#include "server/language/analysis.h"

#include <vector>

namespace unify_ls::language {

/// What can be done with a run document: start it, see its request, take it elsewhere, keep it. Each only
/// names the document; the server reads its own copy, and asks before anything starts.
std::vector<protocol::Command> run_document_commands(const Analysis& analysis);

/// The same above its first line of weight.
std::vector<protocol::CodeLens> run_document_lenses(const Analysis& analysis, documents::Encoding encoding);

} // namespace unify_ls::language
