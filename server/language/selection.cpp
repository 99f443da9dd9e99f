#include "server/language/features.h"
#include "server/language/place.h"

namespace unify_ls::language {
namespace {

using workflow::Span;
using workflow::YamlNode;

void add(std::vector<Span>& spans, Span span, std::size_t byte) {
  const bool holds = span.begin <= byte && byte <= span.end;
  const bool grows = spans.empty() || (span.begin <= spans.back().begin && spans.back().end <= span.end &&
                                       span.size() > spans.back().size());
  if (holds && grows) spans.push_back(span);
}

} // namespace

std::vector<Span> selection_spans(const Analysis& analysis, std::size_t byte) {
  const auto nodes = nodes_at(analysis.source(), byte);
  std::vector<Span> spans;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const YamlNode& node = *nodes[i];
    if (node.is_scalar() && node.is_quoted() && node.span.size() >= 2)
      add(spans, {node.span.begin + 1, node.span.end - 1}, byte);
    add(spans, node.span, byte);
    if (i == 0) break;
    for (const auto& [key, value] : nodes[i - 1]->entries)
      if (key == &node || value == &node) add(spans, {key->span.begin, value->span.end}, byte);
  }
  add(spans, {0, analysis.source().text().size()}, byte);
  return spans;
}

} // namespace unify_ls::language
