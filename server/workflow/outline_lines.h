#pragma once

#include "server/workflow/position.h"

#include <cstddef>
#include <optional>
#include <string_view>

/// What a line of a block looks like, for the outline. All places are bytes of the text; a place past its end
/// counts as the end of a line.
namespace unify_ls::workflow::outline {

/// libyaml's own limit for a key that is written without `? `.
inline constexpr std::size_t max_key_bytes = 1024;

bool is_blank(std::string_view text, std::size_t at);
bool is_break(std::string_view text, std::size_t at);
/// A blank, the end of a line or of the text.
bool is_gap(std::string_view text, std::size_t at);

std::size_t skip_blanks(std::string_view text, std::size_t at);
/// Where the line's text ends, without its line end.
std::size_t end_of_line(std::string_view text, std::size_t at);
/// Where the next line begins.
std::size_t next_line(std::string_view text, std::size_t at);
/// Where the line's text ends without the blanks after it, at least `at`.
std::size_t trimmed_end(std::string_view text, std::size_t at);

/// Whether nothing but blanks and a comment follows. A comment at `at` itself counts.
bool only_comment_follows(std::string_view text, std::size_t at);

/// `- ` and a dash at the end of a line.
bool is_dash(std::string_view text, std::size_t at);
/// `---` or `...` at the start of a line.
bool is_document_mark(std::string_view text, std::size_t line);

struct KeyPlace {
  Span key;          ///< with its quotes
  std::size_t after; ///< behind the colon
};

/// The key that begins at `at`: plain or in quotes, on one line, with a colon behind it.
std::optional<KeyPlace> key_at(std::string_view text, std::size_t at);

/// Whether this line ends what an unclosed quote or bracket began: it has a document mark, or a key or dash
/// at `column` or left of it.
bool ends_unclosed(std::string_view text, std::size_t line, std::ptrdiff_t column);

} // namespace unify_ls::workflow::outline
