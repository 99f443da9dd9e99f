#include "server/workflow/source_tree.h"

#include "server/workflow/outline.h"
#include "server/workflow/scalar_source.h"

namespace unify_ls::workflow {

SourceTree::SourceTree(std::string text) : text_(std::move(text)), map_(text_) {
  YamlReading reading(text_, &map_);
  while (reading.go_on(max_yaml_nodes)) {
  }
  auto tree = reading.take();
  if (tree) {
    tree_ = *std::move(tree);
  } else {
    refusal_ = std::move(tree.error());
    tree_ = is_cut() ? reading.take_begun() : read_outline(text_, map_);
  }
}

Span SourceTree::span_in(const YamlNode& scalar, std::size_t from, std::size_t to) const {
  return ScalarSource(text_, scalar).span(from, to);
}

} // namespace unify_ls::workflow
