#pragma once

#include "server/workflow/yaml_tree.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Where the characters of a scalar's value stand in its text: through quotes, folded lines and the
/// indentation of blocks.
class ScalarSource {
 public:
  /// `text` is the whole text that the scalar was read from.
  ScalarSource(std::string_view text, const YamlNode& scalar);

  /// False where an escape stands for another number of bytes than it has, or where lines are joined in a way
  /// that we do not follow.
  bool exact() const { return exact_; }

  /// The bytes of the value's part [from, to), both at most its size; the whole scalar where not exact.
  Span span(std::size_t from, std::size_t to) const;

 private:
  /// A part of the value that stands in the text as it is, or as an escape.
  struct Piece {
    Span value;
    Span source;
  };

  void read_lines(std::string_view text, const YamlNode& scalar);
  bool take_line(std::string_view text, Span line, const YamlNode& scalar, std::size_t& at);
  bool take_quoted(std::string_view text, Span part, const YamlNode& scalar, std::size_t& at);
  bool take(std::string_view text, Span part, const YamlNode& scalar, std::size_t& at);

  Span whole_;
  std::vector<Piece> pieces_;
  bool exact_ = true;
};

} // namespace unify_ls::workflow
