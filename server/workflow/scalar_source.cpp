#include "server/workflow/scalar_source.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

using Style = YamlNode::Style;

constexpr std::string_view blanks = " \t";
constexpr std::string_view breaks = "\r\n";

/// The lines that a span covers, without their ends.
std::vector<Span> lines_of(std::string_view text, Span span) {
  std::vector<Span> lines;
  std::size_t begin = span.begin;
  while (true) {
    const std::size_t end = std::min(text.find_first_of(breaks, begin), span.end);
    lines.push_back({begin, end});
    if (end >= span.end) return lines;
    begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
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

Span trimmed(std::string_view text, Span line, bool left, bool right) {
  if (left) line.begin += leading(text.substr(line.begin, line.size()), blanks);
  while (right && line.size() > 0 && blanks.contains(text[line.end - 1])) --line.end;
  return line;
}

} // namespace

ScalarSource::ScalarSource(std::string_view text, const YamlNode& scalar) : whole_(scalar.span) {
  read_lines(text, scalar);
}

void ScalarSource::read_lines(std::string_view text, const YamlNode& scalar) {
  Span inner = scalar.span;
  if (scalar.is_quoted() && inner.size() >= 1) {
    ++inner.begin;
    if (scalar.complete && inner.size() >= 1) --inner.end;
  }
  std::vector<Span> lines = lines_of(text, inner);
  if (scalar.is_block()) lines.erase(lines.begin()); // the line of `|` or `>`
  const std::size_t indent = scalar.is_block() ? indentation_of(text, lines, scalar.value) : 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < lines.size() && exact_; ++i) {
    const bool first = i == 0;
    const bool last = i + 1 == lines.size();
    Span line = lines[i];
    if (scalar.is_block()) {
      line.begin += std::min(leading(text.substr(line.begin, line.size()), " "), indent);
    } else {
      line = trimmed(text, line, !(scalar.is_quoted() && first), !(scalar.is_quoted() && last));
    }
    if (!first && line.size() > 0) {
      const bool starts_blank = blanks.contains(text[line.begin]);
      const bool folds = scalar.style != Style::literal && !starts_blank;
      at += leading(std::string_view(scalar.value).substr(at), folds ? " \n" : "\n");
    }
    exact_ = take_line(text, line, scalar, at);
  }
}

bool ScalarSource::take_line(std::string_view text, Span line, const YamlNode& scalar, std::size_t& at) {
  // Blanks alone are kept or dropped by rules of their own, and nobody looks for something in them.
  if (text.substr(line.begin, line.size()).find_first_not_of(blanks) == std::string_view::npos) return true;
  return scalar.is_quoted() ? take_quoted(text, line, scalar, at) : take(text, line, scalar, at);
}

bool ScalarSource::take_quoted(std::string_view text, Span part, const YamlNode& scalar, std::size_t& at) {
  const bool single = scalar.style == Style::single_quoted;
  while (part.size() > 0) {
    const std::size_t found = std::min(text.find(single ? '\'' : '\\', part.begin), part.end);
    if (!take(text, {part.begin, found}, scalar, at)) return false;
    if (found == part.end) return true;
    // Two bytes of the text for one of the value; longer escapes are not followed.
    const bool two = found + 1 < part.end;
    if (!two || (!single && !std::string_view("\\\"/ abefnrtv0").contains(text[found + 1]))) return false;
    pieces_.push_back({.value = {at, at + 1}, .source = {found, found + 2}});
    ++at;
    part.begin = found + 2;
  }
  return true;
}

bool ScalarSource::take(std::string_view text, Span part, const YamlNode& scalar, std::size_t& at) {
  if (part.size() == 0) return true;
  if (std::string_view(scalar.value).substr(std::min(at, scalar.value.size()), part.size()) !=
      text.substr(part.begin, part.size()))
    return false;
  pieces_.push_back({.value = {at, at + part.size()}, .source = part});
  at += part.size();
  return true;
}

Span ScalarSource::span(std::size_t from, std::size_t to) const {
  if (!exact_ || pieces_.empty()) return whole_;
  const auto value_end = [](const Piece& piece) { return piece.value.end; };
  // What lies between two pieces, the end of a folded line, belongs to the one that is inside.
  auto first = std::ranges::upper_bound(pieces_, from, {}, value_end);
  if (first == pieces_.end()) --first;
  const std::size_t begin =
      first->value.end <= from
          ? first->source.end
          : first->source.begin + (std::max(from, first->value.begin) - first->value.begin);
  auto last = std::ranges::lower_bound(pieces_, to, {}, [](const Piece& piece) { return piece.value.begin; });
  if (to <= from || last == pieces_.begin()) return {begin, begin};
  --last;
  const std::size_t end =
      to >= last->value.end ? last->source.end : last->source.begin + to - last->value.begin;
  return {begin, std::max(begin, end)};
}

} // namespace unify_ls::workflow
