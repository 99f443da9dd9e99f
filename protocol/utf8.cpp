#include "protocol/utf8.h"

#include <algorithm>

namespace unify_ls::protocol {
namespace {

constexpr char32_t replacement = 0xfffd;
constexpr std::string_view replacement_bytes = "\xef\xbf\xbd";

struct Lead {
  std::size_t length;
  char32_t bits;
  char32_t lowest; // a smaller value would have had a shorter form
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xc2 && byte < 0xe0) return {2, byte & 0x1fU, 0x80};
  if (byte >= 0xe0 && byte < 0xf0) return {3, byte & 0x0fU, 0x800};
  if (byte >= 0xf0 && byte < 0xf5) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

} // namespace

CodePoint first_code_point(std::string_view text) {
  const CodePoint wrong{replacement, text.substr(0, 1), false};
  const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.length == 0 || lead.length > text.size()) return wrong;
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0U) != 0x80U) return wrong;
    value = (value << 6U) | (byte & 0x3fU);
  }
  const bool surrogate = value >= 0xd800 && value < 0xe000;
  if (value < lead.lowest || surrogate || value > 0x10ffff) return wrong;
  return {value, text.substr(0, lead.length), true};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // Most of any text is ASCII.
    const auto other = std::ranges::find_if(text, [](char c) { return (c & 0x80) != 0; });
    if (other == text.end()) break;
    text.remove_prefix(static_cast<std::size_t>(other - text.begin()));
    const CodePoint point = first_code_point(text);
    if (!point.valid) return false;
    text.remove_prefix(point.bytes.size());
  }
  return true;
}

std::string repaired_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string repaired;
  repaired.reserve(text.size());
  for_each_code_point(text,
                      [&](CodePoint point) { repaired += point.valid ? point.bytes : replacement_bytes; });
  return repaired;
}

std::size_t utf8_offset(std::string_view line, std::size_t units) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const CodePoint point = first_code_point(rest);
    const std::size_t width = point.value > 0xffff ? 2 : 1;
    if (units < width) break;
    units -= width;
    rest.remove_prefix(point.bytes.size());
  }
  return line.size() - rest.size();
}

} // namespace unify_ls::protocol
