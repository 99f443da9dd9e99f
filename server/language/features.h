#pragma once

#include "protocol/lsp_text.h"
#include "server/documents/positions.h"
#include "server/language/analysis.h"
#include "server/language/workspace.h"

#include <cstddef>
#include <vector>

/// What a client can ask about one text, each answered from its trees alone.
namespace unify_ls::language {

/// Triggers with their inputs, jobs with their steps, stages, inputs and outputs.
std::vector<protocol::DocumentSymbol> document_symbols(const Analysis& analysis,
                                                       documents::Encoding encoding);

/// The same in one list, for clients without the hierarchy.
std::vector<protocol::SymbolInformation> flat_symbols(const Analysis& analysis, documents::Encoding encoding);

/// Every entry and item of several lines, texts in blocks, and comments of several lines.
std::vector<protocol::FoldingRange> folding_ranges(const Analysis& analysis);

/// The places around a byte, the innermost first: the text without its quotes, the value, the entry, the
/// collection and so on up to the whole.
std::vector<workflow::Span> selection_spans(const Analysis& analysis, std::size_t byte);

/// Where `uses` and `delegates` lead: to a file of the repository, or to a page on GitHub.
std::vector<protocol::DocumentLink> document_links(const Analysis& analysis, Workspace& workspace,
                                                   documents::Encoding encoding);

} // namespace unify_ls::language
