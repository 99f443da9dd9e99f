#pragma once

#include "server/workflow/source_map.h"
#include "server/workflow/yaml_tree.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// A text with its tree: libyaml's where it accepts the text, for it is the judge of what YAML is, else the
/// outline's. Reading never fails. Nodes and views live as long as this.
class SourceTree {
 public:
  explicit SourceTree(std::string text);

  SourceTree(const SourceTree&) = delete;
  SourceTree& operator=(const SourceTree&) = delete;

  std::string_view text() const { return text_; }

  std::string_view text(Span span) const { return text().substr(span.begin, span.size()); }

  /// Null where the text holds nothing but comments.
  const YamlNode* root() const { return tree_.root(); }

  const YamlTree& tree() const { return tree_; }

  /// Why this is no YAML. With it, the tree is what can be made of the text all the same.
  const std::optional<Problem>& refusal() const { return refusal_; }

  /// Whether the text holds more than is read. The tree is its beginning, by which it is known whose it is.
  bool is_cut() const { return refusal_ && refusal_->kind == ProblemKind::too_many; }

  Position position(std::size_t byte) const { return map_.position_of_byte(byte); }

  Range range(Span span) const { return map_.range(span); }

  /// The bytes of a part of a scalar's value, [from, to); the whole scalar where that cannot be said exactly.
  Span span_in(const YamlNode& scalar, std::size_t from, std::size_t to) const;

 private:
  std::string text_;
  SourceMap map_;
  YamlTree tree_;
  std::optional<Problem> refusal_;
};

} // namespace unify_ls::workflow
