#pragma once

#include "server/workflow/yaml_tree.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Where the characters of a scalar's value stand in its text: through quotes, escapes, folded lines and the
/// indentation of blocks.
class ScalarSource {
 public:
  /// `text` is the whole text that the scalar was read from.
  ScalarSource(std::string_view text, const YamlNode& scalar);

  /// False where the text says its value in a way that we do not follow, such as line ends that only YAML 1.1
  /// knows, and where the value holds nothing to be found.
  bool exact() const { return exact_ && !pieces_.empty(); }

  /// The bytes of the value's part [from, to), both at most its size; the whole scalar where not exact.
  Span span(std::size_t from, std::size_t to) const;

 private:
  /// A part of the value that stands in the text as it is, or as an escape, which has no parts.
  struct Piece {
    Span value;
    Span source;
    bool escape = false;
  };

  bool read_block(const YamlNode& scalar);
  bool read_flow(const YamlNode& scalar);
  bool take(Span part);
  bool take_escape(std::size_t& at, std::size_t end);
  bool take_fold(std::size_t& at, std::size_t end, bool escaped);
  static std::size_t begin_in(const Piece& piece, std::size_t from);
  static std::size_t end_in(const Piece& piece, std::size_t to);

  std::string_view text_;
  std::string_view value_;
  Span whole_;
  std::vector<Piece> pieces_;
  std::size_t taken_ = 0; ///< of the value
  bool exact_;
};

} // namespace unify_ls::workflow
