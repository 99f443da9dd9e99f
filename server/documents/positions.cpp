#include "server/documents/positions.h"

#include "protocol/utf8.h"

#include <algorithm>

namespace unify_ls::documents {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::size_t utf8_column(std::string_view line, std::size_t bytes) {
  std::size_t at = std::min(bytes, line.size());
  while (at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80) --at;
  return at;
}

/// LF is looked for first, which the C library does fast: this is asked for every edit and every place.
std::size_t end_of_line(std::string_view text, std::size_t from) {
  const std::size_t lf = std::min(text.find('\n', from), text.size());
  const std::size_t cr = text.substr(from, lf - from).find('\r');
  return cr == std::string_view::npos ? lf : from + cr;
}

} // namespace

std::size_t offset_of(std::string_view text, protocol::Position position, Encoding encoding) {
  std::size_t line = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  for (unsigned i = 0; i < position.line; ++i) {
    const std::size_t end = end_of_line(text, line);
    if (end == text.size()) return end;
    line = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  const std::string_view rest = text.substr(line, end_of_line(text, line) - line);
  return line + (encoding == Encoding::utf8 ? utf8_column(rest, position.character)
                                            : protocol::utf8_offset(rest, position.character));
}

} // namespace unify_ls::documents
