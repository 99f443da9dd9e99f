#include "server/workflow/scalar_source.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace unify_ls::workflow {

namespace {

using Style = YamlNode::Style;

constexpr std::string_view blanks = " \t";
constexpr std::string_view breaks = "\r\n";

/// Behind the line end that stands at `at`.
std::size_t behind_break(std::string_view text, std::size_t at) {
  return at + (text.substr(at, 2) == "\r\n" ? 2 : 1);
}

/// The lines that a span covers, without their ends.
std::vector<Span> lines_of(std::string_view text, Span span) {
  std::vector<Span> lines;
  std::size_t begin = span.begin;
  while (true) {
    const std::size_t end = std::min(text.find_first_of(breaks, begin), span.end);
    lines.push_back({begin, end});
    if (end >= span.end) return lines;
    begin = behind_break(text, end);
  }
}

std::size_t leading(std::string_view text, std::string_view characters) {
  return std::min(text.find_first_not_of(characters), text.size());
}

/// How far a block is indented: what its first line with text has in the source and not in its value.
std::size_t indentation_of(std::string_view text, const std::vector<Span>& lines, std::string_view value) {
  const std::size_t in_value = leading(value.substr(leading(value, "\n")), " ");
  for (const Span line : lines) {
    const std::string_view content = text.substr(line.begin, line.size());
    const std::size_t indent = leading(content, " ");
    if (indent < content.size()) return indent - std::min(indent, in_value);
  }
  return 0;
}

std::string utf8_of(char32_t point) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  const auto later = [byte](char32_t value) { return byte(0x80 | (value & 0x3F)); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0 | point >> 6U), later(point)};
  if (point < 0x10000) return {byte(0xE0 | point >> 12U), later(point >> 6U), later(point)};
  return {byte(0xF0 | point >> 18U), later(point >> 12U), later(point >> 6U), later(point)};
}

/// What an escape stands for, and its length in the text with the backslash.
struct Escape {
  std::string value;
  std::size_t length;
};

std::optional<Escape> read_number(std::string_view text, std::size_t digits) {
  const std::string_view number = text.substr(std::min<std::size_t>(2, text.size()), digits);
  std::uint32_t point = 0;
  const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), point, 16);
  const bool whole = number.size() == digits && end == number.data() + number.size() && fault == std::errc();
  if (!whole || point > 0x10FFFF) return std::nullopt;
  return Escape{.value = utf8_of(point), .length = 2 + digits};
}

/// The escape that `text` begins with; nothing where it is none.
std::optional<Escape> read_escape(std::string_view text) {
  constexpr std::string_view names = "0abt\tnvfre \"'/\\";
  constexpr std::string_view values("\0\a\b\t\t\n\v\f\r\x1b \"'/\\", 15);
  if (text.size() < 2) return std::nullopt;
  if (const std::size_t known = names.find(text[1]); known != std::string_view::npos)
    return Escape{.value = std::string(1, values[known]), .length = 2};
  switch (text[1]) {
  case 'N': return Escape{.value = utf8_of(0x85), .length = 2};
  case '_': return Escape{.value = utf8_of(0xA0), .length = 2};
  case 'L': return Escape{.value = utf8_of(0x2028), .length = 2};
  case 'P': return Escape{.value = utf8_of(0x2029), .length = 2};
  case 'x': return read_number(text, 2);
  case 'u': return read_number(text, 4);
  case 'U': return read_number(text, 8);
  default: return std::nullopt;
  }
}

/// What may stand for something else than itself, in the text of such a scalar.
std::string_view special_in(Style style) {
  if (style == Style::double_quoted) return "\r\n\\";
  return style == Style::single_quoted ? "\r\n'" : breaks;
}

} // namespace

ScalarSource::ScalarSource(std::string_view text, const YamlNode& scalar)
    : text_(text),
      value_(scalar.value),
      whole_(scalar.span),
      exact_(scalar.is_block() ? read_block(scalar) : read_flow(scalar)) {}

bool ScalarSource::read_block(const YamlNode& scalar) {
  std::vector<Span> lines = lines_of(text_, scalar.span);
  lines.erase(lines.begin()); // the line of `|` or `>`
  const std::size_t indent = indentation_of(text_, lines, value_);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Span line = lines[i];
    line.begin += std::min(leading(text_.substr(line.begin, line.size()), " "), indent);
    const std::string_view content = text_.substr(line.begin, line.size());
    if (i > 0 && !content.empty()) {
      const bool folds = scalar.style != Style::literal && !blanks.contains(content.front());
      taken_ += leading(value_.substr(taken_), folds ? " \n" : "\n");
    }
    // Blanks alone are kept or dropped by rules of their own, and nobody looks for something in them.
    if (content.find_first_not_of(blanks) == std::string_view::npos) continue;
    if (!take(line)) return false;
  }
  return true;
}

bool ScalarSource::read_flow(const YamlNode& scalar) {
  Span inner = scalar.span;
  if (scalar.is_quoted() && inner.size() >= 1) {
    ++inner.begin;
    if (scalar.complete && inner.size() >= 1) --inner.end;
  }
  const std::string_view special = special_in(scalar.style);
  std::size_t at = inner.begin;
  while (at < inner.end) {
    const std::size_t found = std::min(text_.find_first_of(special, at), inner.end);
    if (found == inner.end) return take({at, found});
    if (breaks.contains(text_[found])) {
      std::size_t end = found; // blanks before a line end are dropped; those of an escape stand before `at`
      while (end > at && blanks.contains(text_[end - 1])) --end;
      if (!take({at, end})) return false;
      at = found;
      if (!take_fold(at, inner.end, false)) return false;
    } else {
      if (!take({at, found})) return false;
      at = found;
      if (!take_escape(at, inner.end)) return false;
    }
  }
  return true;
}

bool ScalarSource::take(Span part) {
  if (part.size() == 0) return true;
  if (value_.substr(std::min(taken_, value_.size()), part.size()) != text_.substr(part.begin, part.size()))
    return false;
  pieces_.push_back({.value = {taken_, taken_ + part.size()}, .source = part});
  taken_ += part.size();
  return true;
}

bool ScalarSource::take_escape(std::size_t& at, std::size_t end) {
  const std::string_view rest = text_.substr(at, end - at);
  if (rest.size() >= 2 && rest.front() == '\\' && breaks.contains(rest[1]))
    return take_fold(++at, end, true); // the backslash belongs to no character
  const auto escape = rest.starts_with("''") ? Escape{.value = "'", .length = 2} : read_escape(rest);
  if (!escape || !value_.substr(std::min(taken_, value_.size())).starts_with(escape->value)) return false;
  pieces_.push_back({.value = {taken_, taken_ + escape->value.size()},
                     .source = {at, at + escape->length},
                     .escape = true});
  taken_ += escape->value.size();
  at += escape->length;
  return true;
}

/// From a line end to where the next text begins: a blank stands for one line end and nothing for one that is
/// escaped; of more than one, each behind the first is kept.
bool ScalarSource::take_fold(std::size_t& at, std::size_t end, bool escaped) {
  std::size_t line_ends = 0;
  while (at < end && (blanks.contains(text_[at]) || breaks.contains(text_[at]))) {
    if (blanks.contains(text_[at])) {
      ++at;
    } else {
      at = std::min(behind_break(text_, at), end);
      ++line_ends;
    }
  }
  const std::string folded = line_ends > 1 ? std::string(line_ends - 1, '\n') : escaped ? "" : " ";
  if (!value_.substr(std::min(taken_, value_.size())).starts_with(folded)) return false;
  taken_ += folded.size();
  return true;
}

std::size_t ScalarSource::begin_in(const Piece& piece, std::size_t from) {
  if (from <= piece.value.begin || piece.escape) return piece.source.begin;
  return piece.source.begin + (from - piece.value.begin);
}

std::size_t ScalarSource::end_in(const Piece& piece, std::size_t to) {
  if (to >= piece.value.end || piece.escape) return piece.source.end;
  return piece.source.begin + (to - piece.value.begin);
}

Span ScalarSource::span(std::size_t from, std::size_t to) const {
  if (!exact()) return whole_;
  // What lies between two pieces, the end of a folded line, belongs to the one that is inside.
  auto first =
      std::ranges::upper_bound(pieces_, from, {}, [](const Piece& piece) { return piece.value.end; });
  if (first == pieces_.end()) --first;
  const std::size_t begin = first->value.end <= from ? first->source.end : begin_in(*first, from);
  auto last = std::ranges::lower_bound(pieces_, to, {}, [](const Piece& piece) { return piece.value.begin; });
  if (to <= from || last == pieces_.begin()) return {begin, begin};
  --last;
  return {begin, std::max(begin, end_in(*last, to))};
}

} // namespace unify_ls::workflow
