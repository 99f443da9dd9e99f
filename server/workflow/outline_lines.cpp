#include "server/workflow/outline_lines.h"

#include <algorithm>

namespace unify_ls::workflow::outline {

namespace {

/// Behind the closing quote on this line; nothing where it is not closed on it.
std::optional<std::size_t> behind_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && !is_break(text, at); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != '\'') return at + 1;
      ++at;
    }
  }
  return std::nullopt;
}

} // namespace

bool is_blank(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == ' ' || text[at] == '\t');
}

bool is_break(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '\n' || text[at] == '\r');
}

bool is_gap(std::string_view text, std::size_t at) {
  return at >= text.size() || is_blank(text, at) || is_break(text, at);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (is_blank(text, at)) ++at;
  return at;
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of("\r\n", at), text.size());
}

std::size_t next_line(std::string_view text, std::size_t at) {
  const std::size_t end = end_of_line(text, at);
  return std::min(end + (text.substr(end, 2) == "\r\n" ? 2 : 1), text.size());
}

std::size_t trimmed_end(std::string_view text, std::size_t at) {
  std::size_t end = end_of_line(text, at);
  while (end > at && is_blank(text, end - 1)) --end;
  return end;
}

bool only_comment_follows(std::string_view text, std::size_t at) {
  const std::size_t content = skip_blanks(text, at);
  return content >= text.size() || is_break(text, content) || text[content] == '#';
}

bool is_dash(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] == '-' && is_gap(text, at + 1);
}

bool is_document_mark(std::string_view text, std::size_t line) {
  const std::string_view mark = text.substr(line, 3);
  return (mark == "---" || mark == "...") && is_gap(text, line + 3);
}

std::optional<KeyPlace> key_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || is_gap(text, at) || std::string_view("#[]{},").contains(text[at]))
    return std::nullopt;
  if (text[at] == '"' || text[at] == '\'') {
    const auto behind = behind_quoted(text, at);
    if (!behind || *behind - at > max_key_bytes) return std::nullopt;
    const std::size_t colon = skip_blanks(text, *behind);
    if (colon >= text.size() || text[colon] != ':' || !is_gap(text, colon + 1)) return std::nullopt;
    return KeyPlace{.key = {at, *behind}, .after = colon + 1};
  }
  for (std::size_t here = at; here < text.size() && !is_break(text, here); ++here) {
    if (text[here] == '#' && is_blank(text, here - 1)) return std::nullopt;
    if (text[here] != ':' || !is_gap(text, here + 1)) continue;
    if (here == at || here - at > max_key_bytes) return std::nullopt;
    std::size_t end = here;
    while (is_blank(text, end - 1)) --end;
    return KeyPlace{.key = {at, end}, .after = here + 1};
  }
  return std::nullopt;
}

bool ends_unclosed(std::string_view text, std::size_t line, std::ptrdiff_t column) {
  if (is_document_mark(text, line)) return true;
  const std::size_t content = skip_blanks(text, line);
  if (static_cast<std::ptrdiff_t>(content - line) > column) return false;
  return is_dash(text, content) || key_at(text, content).has_value();
}

} // namespace unify_ls::workflow::outline
