#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace unify_ls::protocol {

/// What some editors put at the beginning of a text; it belongs to none.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One character of a text: its value and the bytes it stands in.
struct CodePoint {
  char32_t value;
  std::string_view bytes;
  bool valid;
};

/// The character at the start of `text`, which is not empty. A byte that does not belong to valid UTF-8
/// (overlong forms, surrogates and values past U+10FFFF included) is one invalid character U+FFFD.
CodePoint first_code_point(std::string_view text);

template <class Visitor> void for_each_code_point(std::string_view text, Visitor&& visit) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    visit(point);
    text.remove_prefix(point.bytes.size());
  }
}

bool is_utf8(std::string_view text);

/// The same text with U+FFFD in place of every wrong byte.
std::string repaired_utf8(std::string_view text);

/// The byte offset of UTF-16 unit `units` in `line`, at most its end; inside a surrogate pair, the pair's
/// start.
std::size_t utf8_offset(std::string_view line, std::size_t units);

} // namespace unify_ls::protocol
