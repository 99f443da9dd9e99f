#include "server/base/text.h"

#include "protocol/utf8.h"

#include <fmt/format.h>

namespace unify_ls {
namespace {

using protocol::CodePoint;

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029; }

/// Characters that reorder or hide what stands around them: bidirectional marks, embeddings, overrides,
/// isolates, zero-width characters and tags.
bool is_deceptive(char32_t c) {
  return c == 0x061c || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

/// Whether a `(` that follows would make a Markdown link, which editors show and run in messages too.
bool would_link(std::string_view before, char32_t c) { return c == '(' && before.ends_with(']'); }

std::string escape_of(char32_t c) {
  switch (c) {
  case '\n': return "\\n";
  case '\r': return "\\r";
  case '\t': return "\\t";
  default:
    return c > 0xffff ? fmt::format("\\U{:08X}", static_cast<unsigned>(c))
                      : fmt::format("\\u{:04X}", static_cast<unsigned>(c));
  }
}

} // namespace

std::string repair_utf8(std::string_view bytes) { return protocol::repaired_utf8(bytes); }

bool is_valid_utf8(std::string_view bytes) { return protocol::is_utf8(bytes); }

std::string printable(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  protocol::for_each_code_point(text, [&](CodePoint point) {
    if (point.value == '\n' || point.value == '\r' || point.value == '\t') {
      line += ' ';
    } else if (!is_control(point.value) && !is_deceptive(point.value)) {
      if (would_link(line, point.value)) line += ' ';
      line += point.valid ? point.bytes : "\xef\xbf\xbd";
    }
  });
  return line;
}

std::string escaped(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  protocol::for_each_code_point(text, [&](CodePoint point) {
    if (is_control(point.value) || is_deceptive(point.value) || would_link(shown, point.value)) {
      shown += escape_of(point.value);
    } else {
      shown += point.valid ? point.bytes : "\xef\xbf\xbd";
    }
  });
  return shown;
}

std::string shortened(std::string_view text, std::size_t limit) {
  std::size_t count = 0;
  std::size_t cut = 0; // where the text ends if an ellipsis has to follow
  protocol::for_each_code_point(text, [&](CodePoint point) {
    ++count;
    if (count < limit) cut = static_cast<std::size_t>(point.bytes.data() + point.bytes.size() - text.data());
  });
  if (count <= limit) return std::string(text);
  return std::string(text.substr(0, cut)) + "…";
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string upper_first(std::string_view text) {
  std::string upper(text);
  if (!upper.empty() && upper[0] >= 'a' && upper[0] <= 'z')
    upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
  return upper;
}

} // namespace unify_ls
