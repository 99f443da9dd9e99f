#pragma once

#include "server/workflow/position.h"

#include <cstdint>
#include <string_view>

namespace unify_ls::workflow {

/// One word of an expression. Its span counts in the whole text that the lexer was given.
struct ExpressionToken {
  enum class Kind : std::uint8_t {
    end,
    name,
    string,
    number,
    dot,
    star,
    comma,
    open,         ///< `(`
    close,        ///< `)`
    open_index,   ///< `[`
    close_index,  ///< `]`
    negation,     ///< `!`
    operation,    ///< `||`, `&&`, `==`, `!=`, `<`, `<=`, `>`, `>=`
    double_quote, ///< `"…"`, which the language does not have
    odd,          ///< a character that begins nothing
  };

  Kind kind = Kind::end;
  Span span;
  bool closed = true; ///< of a string: whether its end was found
};

/// Splits the part of a text from `at` up to `end` into tokens, one at a time. Never fails.
class ExpressionLexer {
 public:
  ExpressionLexer(std::string_view text, Span part) : text_(text), at_(part.begin), end_(part.end) {}

  ExpressionToken next();

 private:
  ExpressionToken take(ExpressionToken::Kind kind, std::size_t length);
  ExpressionToken take_string(char quote);
  ExpressionToken take_number();

  char peek(std::size_t ahead = 0) const { return at_ + ahead < end_ ? text_[at_ + ahead] : '\0'; }

  std::string_view text_;
  std::size_t at_;
  std::size_t end_;
};

bool begins_name(char c);
bool continues_name(char c);
/// Whether all of a text is one name. Such a text can stand in YAML as it is.
bool is_name(std::string_view text);

} // namespace unify_ls::workflow
