#pragma once

#include "protocol/lsp.h"
#include "server/documents/positions.h"
#include "server/workflow/source_tree.h"

#include <cstddef>
#include <vector>

namespace unify_ls::language {

/// The nodes around a byte, the root first and the innermost last: values, and at the end perhaps a key.
/// A node's end counts as inside.
std::vector<const workflow::YamlNode*> nodes_at(const workflow::SourceTree& source, std::size_t byte);

protocol::Range to_wire(const workflow::Range& range, documents::Encoding encoding);

inline protocol::Range to_wire(const workflow::SourceTree& source, workflow::Span span,
                               documents::Encoding encoding) {
  return to_wire(source.range(span), encoding);
}

} // namespace unify_ls::language
