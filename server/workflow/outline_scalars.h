#pragma once

#include "server/workflow/yaml_tree.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Reads one scalar, for the outline. `column` is that of the collection it stands in, -1 where there is
/// none: deeper lines belong to the scalar.
namespace unify_ls::workflow::outline {

struct Scalar {
  YamlNode::Style style = YamlNode::Style::plain;
  std::string value;
  Span span;
  bool complete = true;
};

/// At a quotation mark.
Scalar scan_quoted(std::string_view text, std::size_t at, std::ptrdiff_t column);

/// A text without quotes. In a block it ends before a comment and before a deeper line that looks like a key
/// or an item; `flow` is inside brackets, where `,` and brackets end it too.
Scalar scan_plain(std::string_view text, std::size_t at, std::ptrdiff_t column, bool flow);

/// Whether `|` or `>` with its indicators stands here, and nothing but a comment after it.
bool is_block_header(std::string_view text, std::size_t at);

/// At such a header.
Scalar scan_block(std::string_view text, std::size_t at, std::ptrdiff_t column);

} // namespace unify_ls::workflow::outline
