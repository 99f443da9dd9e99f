#pragma once

#include "server/workflow/outline_scalars.h"
#include "server/workflow/yaml_tree.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

/// Reads one value of a block, with all that stands in its brackets, for the outline.
namespace unify_ls::workflow::outline {

/// What may stand before a node: `&anchor` and `!tag`.
struct Properties {
  std::string anchor;
  std::string tag;         ///< written out
  std::size_t end = 0;     ///< behind the last of them; where they would begin when there is none
  std::size_t content = 0; ///< where the node's own text would begin on this line

  bool empty() const { return anchor.empty() && tag.empty(); }
};

class Values {
 public:
  Values(std::string_view text, std::deque<YamlNode>& nodes) : text_(text), nodes_(nodes) {}

  /// Those that stand at `at`, on its line.
  Properties properties(std::size_t at) const;

  /// A new node. Its range stays empty: the outline's end fills in all of them.
  YamlNode& add(YamlNode::Kind kind, Span span, const Properties& properties = {});
  YamlNode& add_text(Scalar scalar, const Properties& properties = {});

  /// A scalar without text.
  YamlNode& add_empty(std::size_t at, const Properties& properties = {}) {
    return add(YamlNode::Kind::scalar, {at, at}, properties);
  }

  /// The value that begins at `at`, which is no gap: a scalar, an alias, or what stands in brackets.
  YamlNode& read(std::size_t at, std::ptrdiff_t column, const Properties& properties);

  /// A key as the block has it, plain or quoted.
  YamlNode& read_key(Span key, const Properties& properties);

 private:
  YamlNode& read_flow(std::size_t at, std::ptrdiff_t column, const Properties& properties, std::size_t depth);
  YamlNode& read_element(std::size_t at, std::ptrdiff_t column, std::size_t depth);
  YamlNode& read_one(std::size_t at, std::ptrdiff_t column, const Properties& properties, bool flow,
                     std::size_t depth);
  std::size_t add_element(YamlNode& parent, std::size_t at, std::ptrdiff_t column, std::size_t depth);
  std::size_t skip_flow_space(std::size_t at, std::ptrdiff_t column, bool& broken_off) const;
  bool is_alias(std::size_t at) const;
  std::size_t end_of_name(std::size_t at) const;

  std::string_view text_;
  std::deque<YamlNode>& nodes_;
  std::unordered_map<std::string, const YamlNode*> anchors_;
};

} // namespace unify_ls::workflow::outline
