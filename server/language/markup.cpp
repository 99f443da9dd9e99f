#include "server/language/markup.h"

#include <cstddef>
#include <utility>

namespace unify_ls::language {

protocol::MarkupContent markup(std::string text, bool markdown) {
  if (markdown) return {.kind = "markdown", .value = std::move(text)};
  std::string plain;
  bool in_code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '`') in_code = !in_code;
    const bool starts_line = i == 0 || text[i - 1] == '\n';
    const bool is_item = starts_line && i + 1 < text.size() && text[i + 1] == ' ';
    if (c != '*' || in_code)
      plain += c;
    else if (is_item)
      plain += '-';
  }
  return {.kind = "plaintext", .value = std::move(plain)};
}

} // namespace unify_ls::language
