#pragma once

#include "server/workflow/position.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Longer expressions (in bytes) are not read, deeper ones not to their end.
inline constexpr std::size_t max_expression_bytes = 21'000;
inline constexpr unsigned max_expression_depth = 32;
/// Expressions read of one value.
inline constexpr std::size_t max_expressions = 500;

/// A part of an expression. Parts stand in one array, each behind the parts it consists of, so that a plain
/// loop sees them from the leaves to the root.
struct ExpressionNode {
  enum class Kind : std::uint8_t {
    missing, ///< something belongs here; nothing does stand here
    string,  ///< `text_of_string` reads it
    number,
    boolean,
    null,
    context,   ///< a name that no dot precedes
    property,  ///< `left.name`; an empty name where the text ends behind the dot
    every,     ///< `left.*` and `left[*]`
    index,     ///< `left[right]`
    call,      ///< `name(left, …)`: the arguments follow each other by `next`
    negation,  ///< `!left`
    operation, ///< `left name right`
    group,     ///< `(left)`
  };

  static constexpr int none = -1;

  Kind kind = Kind::missing;
  Span span{};
  Span name{}; ///< of what has a name, and an operation's sign
  int left = none;
  int right = none;
  int next = none;
};

enum class ExpressionFault : std::uint8_t {
  empty,           ///< nothing between the braces
  unclosed,        ///< no `}}`
  double_quotes,   ///< "text" where 'text' is meant
  backslash_quote, ///< `\'` where `''` is meant
  unclosed_string,
  quoted_property, ///< `."name"` where `['name']` is meant
  unexpected,      ///< what stands at the span cannot stand there
  missing,         ///< a value is missing at the span
  unclosed_bracket,
  too_deep,
  too_long,
};

struct ExpressionError {
  ExpressionFault fault;
  Span span;
};

/// One expression of a value. All spans count bytes in the value.
struct Expression {
  Span span;          ///< with its braces; without any, the whole condition
  Span inner;         ///< what stands between them
  bool braced = true; ///< false for a condition written without `${{ }}`
  std::vector<ExpressionNode> nodes{};
  int root = ExpressionNode::none;
  /// The first thing that is wrong: what follows from it is nobody's concern.
  std::optional<ExpressionError> error{};
};

/// Every `${{ … }}` of a value. A value without any costs one search.
std::vector<Expression> read_expressions(std::string_view value);

/// A condition that has no `${{`: the whole value is an expression.
Expression read_condition(std::string_view value);

/// The text that a string literal stands for.
std::string text_of_string(std::string_view value, const ExpressionNode& string);

inline std::string_view part_of(std::string_view text, Span span) {
  return text.substr(span.begin, span.end - span.begin);
}

} // namespace unify_ls::workflow
