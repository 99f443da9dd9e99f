#include "server/workflow/source_tree.h"

#include "server/workflow/outline.h"
#include "server/workflow/scalar_source.h"

namespace unify_ls::workflow {

SourceTree::SourceTree(std::string text) : text_(std::move(text)), map_(text_) {
  auto tree = parse_yaml(text_, &map_);
  if (tree) {
    tree_ = *std::move(tree);
  } else {
    refusal_ = std::move(tree.error());
    if (refusal_->kind != ProblemKind::too_large) tree_ = read_outline(text_, map_);
  }
}

Span SourceTree::span_in(const YamlNode& scalar, std::size_t from, std::size_t to) const {
  return ScalarSource(text_, scalar).span(from, to);
}

} // namespace unify_ls::workflow
