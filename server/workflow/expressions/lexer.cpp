#include "server/workflow/expressions/lexer.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

using Kind = ExpressionToken::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

} // namespace

bool begins_name(char c) { return is_letter(c) || c == '_'; }

bool continues_name(char c) { return begins_name(c) || is_digit(c) || c == '-'; }

bool is_name(std::string_view text) {
  return !text.empty() && begins_name(text.front()) && std::ranges::all_of(text, continues_name);
}

ExpressionToken ExpressionLexer::take(Kind kind, std::size_t length) {
  const Span span{.begin = at_, .end = at_ + length};
  at_ = span.end;
  return {.kind = kind, .span = span};
}

/// `''` inside a string is an apostrophe.
ExpressionToken ExpressionLexer::take_string(char quote) {
  std::size_t last = at_ + 1;
  while (last < end_) {
    if (text_[last] == quote) {
      if (last + 1 >= end_ || text_[last + 1] != quote) break;
      ++last;
    }
    ++last;
  }
  const bool closed = last < end_;
  const Kind kind = quote == '\'' ? Kind::string : Kind::double_quote;
  ExpressionToken token = take(kind, (closed ? last + 1 : end_) - at_);
  token.closed = closed;
  return token;
}

/// Lenient: whatever goes on like a number belongs to it.
ExpressionToken ExpressionLexer::take_number() {
  std::size_t length = 1;
  while (is_digit(peek(length)) || is_letter(peek(length)) || peek(length) == '.' ||
         (peek(length) == '-' && (peek(length - 1) == 'e' || peek(length - 1) == 'E')))
    ++length;
  return take(Kind::number, length);
}

ExpressionToken ExpressionLexer::next() {
  while (at_ < end_ && is_blank(text_[at_])) ++at_;
  if (at_ >= end_) return {.kind = Kind::end, .span = {.begin = end_, .end = end_}};
  const char c = text_[at_];
  if (begins_name(c)) {
    std::size_t length = 1;
    while (continues_name(peek(length))) ++length;
    return take(Kind::name, length);
  }
  if (is_digit(c) || (c == '-' && is_digit(peek(1)))) return take_number();
  const bool doubled = peek(1) == c;
  const bool before_equals = peek(1) == '=';
  switch (c) {
  case '\'':
  case '"': return take_string(c);
  case '.': return take(Kind::dot, 1);
  case '*': return take(Kind::star, 1);
  case ',': return take(Kind::comma, 1);
  case '(': return take(Kind::open, 1);
  case ')': return take(Kind::close, 1);
  case '[': return take(Kind::open_index, 1);
  case ']': return take(Kind::close_index, 1);
  case '!': return before_equals ? take(Kind::operation, 2) : take(Kind::negation, 1);
  case '<':
  case '>': return take(Kind::operation, before_equals ? 2 : 1);
  case '=':
  case '&':
  case '|': return doubled ? take(Kind::operation, 2) : take(Kind::odd, 1);
  default: break;
  }
  std::size_t length = 1; // a character of several bytes is one odd one
  while ((static_cast<unsigned char>(peek(length)) & 0xC0U) == 0x80U) ++length;
  return take(Kind::odd, length);
}

} // namespace unify_ls::workflow
