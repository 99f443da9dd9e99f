#include "server/workflow/outline_scalars.h"

#include "server/workflow/outline_lines.h"

#include <algorithm>

namespace unify_ls::workflow::outline {

namespace {

using Style = YamlNode::Style;

void append_utf8(std::string& out, char32_t point) {
  const auto byte = [&out](char32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0 | point >> 6U);
  } else {
    if (point < 0x10000) {
      byte(0xE0 | point >> 12U);
    } else {
      byte(0xF0 | point >> 18U);
      byte(0x80 | (point >> 12U & 0x3F));
    }
    byte(0x80 | (point >> 6U & 0x3F));
  }
  byte(0x80 | (point & 0x3F));
}

int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// Between two lines of a text that is folded: a blank, or the empty lines.
void fold(std::string& value, std::size_t line_ends) {
  if (line_ends == 1) value += ' ';
  if (line_ends > 1) value.append(line_ends - 1, '\n');
}

class Quoted {
 public:
  Quoted(std::string_view text, std::size_t at, std::ptrdiff_t column)
      : text_(text),
        quote_(text[at]),
        start_(at),
        at_(at + 1),
        column_(column) {}

  Scalar scan() {
    bool closed = false;
    while (!closed && read_line(closed)) {
    }
    return {.style = quote_ == '"' ? Style::double_quoted : Style::single_quoted,
            .value = std::move(value_),
            .span = {start_, closed ? at_ : last_text_},
            .complete = closed && well_formed_};
  }

 private:
  /// One line up to its end, and over to where the next one's text begins. False where the text ends here
  /// without a quotation mark.
  bool read_line(bool& closed) {
    while (at_ < text_.size() && !is_break(text_, at_)) {
      if (text_[at_] == quote_ && !(quote_ == '\'' && text_.substr(at_, 2) == "''")) {
        flush_blanks();
        ++at_;
        closed = true;
        return false;
      }
      if (quote_ == '"' && text_[at_] == '\\' && is_break(text_, at_ + 1)) {
        flush_blanks();
        at_ = next_line(text_, at_);
        at_ = skip_blanks(text_, at_);
        continue;
      }
      read_character();
    }
    return next_text_line();
  }

  void read_character() {
    if (is_blank(text_, at_)) {
      blanks_ += text_[at_++];
      return;
    }
    flush_blanks();
    if (quote_ == '\'' && text_[at_] == '\'') {
      value_ += '\'';
      at_ += 2;
    } else if (quote_ == '"' && text_[at_] == '\\') {
      read_escape();
    } else {
      value_ += text_[at_++];
    }
    last_text_ = at_;
  }

  bool next_text_line() {
    blanks_.clear();
    std::size_t line_ends = 0;
    while (is_break(text_, at_)) {
      const std::size_t line = next_line(text_, at_);
      ++line_ends;
      if (line >= text_.size() || ends_unclosed(text_, line, column_)) return false;
      at_ = skip_blanks(text_, line);
    }
    if (at_ >= text_.size()) return false;
    fold(value_, line_ends);
    return true;
  }

  void flush_blanks() {
    value_ += blanks_;
    blanks_.clear();
  }

  void read_escape() {
    constexpr std::string_view names = "0abt\tnvfre \"/\\";
    constexpr std::string_view values("\0\a\b\t\t\n\v\f\r\x1b \"/\\", 14);
    const char name = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    at_ = std::min(at_ + 2, text_.size());
    if (const std::size_t known = names.find(name); known != std::string_view::npos) {
      value_ += values[known];
    } else if (name == 'N' || name == '_' || name == 'L' || name == 'P') {
      append_utf8(value_, name == 'N' ? 0x85 : name == '_' ? 0xA0 : name == 'L' ? 0x2028 : 0x2029);
    } else {
      read_number(name == 'x' ? 2 : name == 'u' ? 4 : name == 'U' ? 8 : 0);
    }
  }

  void read_number(std::size_t digits) {
    char32_t point = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const int digit = at_ < text_.size() ? hex_digit(text_[at_]) : -1;
      if (digit < 0) digits = 0;
      if (digits == 0) break;
      point = point << 4U | static_cast<char32_t>(digit);
      ++at_;
    }
    if (digits == 0 || point > 0x10FFFF) {
      well_formed_ = false;
    } else {
      append_utf8(value_, point);
    }
  }

  std::string_view text_;
  char quote_;
  std::size_t start_;
  std::size_t at_;
  std::ptrdiff_t column_;
  std::size_t last_text_ = at_; ///< behind the last character that is no blank
  std::string value_;
  std::string blanks_;
  bool well_formed_ = true;
};

/// Where a plain text ends on its line: before ` #`, and inside brackets before what ends an element there.
/// `odd` where it holds a colon that YAML would not take.
std::size_t end_of_plain(std::string_view text, std::size_t at, bool flow, bool& odd) {
  std::size_t end = at;
  for (std::size_t here = at; here < text.size() && !is_break(text, here); ++here) {
    const char character = text[here];
    if (character == '#' && here > at && is_blank(text, here - 1)) break;
    if (flow && std::string_view(",[]{}").contains(character)) break;
    if (character == ':' && flow &&
        (is_gap(text, here + 1) || std::string_view(",[]{}").contains(text[here + 1])))
      break;
    if (character == ':' && is_gap(text, here + 1)) odd = true;
    if (!is_blank(text, here)) end = here + 1;
  }
  return end;
}

/// Whether a plain text goes on in this line.
bool continues(std::string_view text, std::size_t line, std::ptrdiff_t column, bool flow) {
  if (is_document_mark(text, line)) return false;
  const std::size_t content = skip_blanks(text, line);
  if (content >= text.size() || text[content] == '#') return false;
  if (flow) return !ends_unclosed(text, line, column) && !std::string_view(",[]{}:").contains(text[content]);
  if (static_cast<std::ptrdiff_t>(content - line) <= column) return false;
  return !is_dash(text, content) && !key_at(text, content);
}

struct BlockHeader {
  bool folded = false;
  std::size_t explicit_indent = 0;
  char chomping = ' ';
  std::size_t end = 0; ///< behind the indicators
};

BlockHeader read_header(std::string_view text, std::size_t at) {
  BlockHeader header{.folded = text[at] == '>', .end = at + 1};
  while (header.end < text.size()) {
    const char indicator = text[header.end];
    if (indicator == '+' || indicator == '-') {
      header.chomping = indicator;
    } else if (indicator >= '1' && indicator <= '9') {
      header.explicit_indent = static_cast<std::size_t>(indicator - '0');
    } else {
      break;
    }
    ++header.end;
  }
  return header;
}

/// What the first line with text says, or the deepest blank one before it.
std::size_t detected_indent(std::string_view text, std::size_t line, std::ptrdiff_t column) {
  std::size_t deepest = static_cast<std::size_t>(std::max<std::ptrdiff_t>(column + 1, 1));
  while (line < text.size()) {
    std::size_t content = line;
    while (content < text.size() && text[content] == ' ') ++content;
    deepest = std::max(deepest, content - line);
    if (!is_break(text, content)) break;
    line = next_line(text, content);
  }
  return deepest;
}

/// The lines of a block as libyaml joins them.
class BlockLines {
 public:
  explicit BlockLines(bool folded) : folded_(folded) {}

  void add_empty() { ++empty_; }

  void add(std::string_view content, bool ended) {
    const bool blank = !content.empty() && (content.front() == ' ' || content.front() == '\t');
    if (folded_ && ended_ && !blank && !last_blank_) {
      if (empty_ == 0) value_ += ' ';
    } else if (ended_) {
      value_ += '\n';
    }
    value_.append(empty_, '\n');
    value_ += content;
    empty_ = 0;
    last_blank_ = blank;
    ended_ = ended;
  }

  std::string finish(char chomping) && {
    if (chomping != '-' && ended_) value_ += '\n';
    if (chomping == '+') value_.append(empty_, '\n');
    return std::move(value_);
  }

 private:
  bool folded_;
  bool ended_ = false; ///< whether a line end waits
  bool last_blank_ = false;
  std::size_t empty_ = 0;
  std::string value_;
};

} // namespace

Scalar scan_quoted(std::string_view text, std::size_t at, std::ptrdiff_t column) {
  return Quoted(text, at, column).scan();
}

Scalar scan_plain(std::string_view text, std::size_t at, std::ptrdiff_t column, bool flow) {
  Scalar scalar{.span = {at, at}};
  bool odd = false;
  std::size_t begin = at;
  while (true) {
    const std::size_t end = end_of_plain(text, begin, flow, odd);
    scalar.value += text.substr(begin, end - begin);
    scalar.span.end = std::max(end, begin);
    if (!is_gap(text, end)) break; // inside brackets, or before a comment
    std::size_t next = skip_blanks(text, end);
    std::size_t line_ends = 0;
    std::size_t line = next;
    while (is_break(text, next)) {
      line = next_line(text, next);
      ++line_ends;
      next = skip_blanks(text, line);
    }
    if (line_ends == 0 || next >= text.size() || !continues(text, line, column, flow)) break;
    fold(scalar.value, line_ends);
    begin = next;
  }
  scalar.complete = !odd;
  return scalar;
}

bool is_block_header(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '|' && text[at] != '>')) return false;
  const std::size_t end = read_header(text, at).end;
  return is_gap(text, end) && only_comment_follows(text, end);
}

Scalar scan_block(std::string_view text, std::size_t at, std::ptrdiff_t column) {
  const BlockHeader header = read_header(text, at);
  std::size_t line = next_line(text, header.end);
  const std::size_t indent =
      header.explicit_indent > 0
          ? static_cast<std::size_t>(std::max<std::ptrdiff_t>(column, 0)) + header.explicit_indent
          : detected_indent(text, line, column);
  BlockLines lines(header.folded);
  while (line < text.size()) {
    std::size_t content = line;
    while (content < text.size() && content - line < indent && text[content] == ' ') ++content;
    if (is_break(text, content)) {
      lines.add_empty();
    } else if (content - line == indent && content < text.size()) {
      const std::size_t end = end_of_line(text, content);
      lines.add(text.substr(content, end - content), end < text.size());
    } else {
      break;
    }
    line = next_line(text, content);
  }
  return {.style = header.folded ? Style::folded : Style::literal,
          .value = std::move(lines).finish(header.chomping),
          .span = {at, line}};
}

} // namespace unify_ls::workflow::outline
