#include "server/workflow/checks/expression_fixes.h"

#include "server/base/text.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/expressions/lexer.h"

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

using Token = ExpressionToken;

/// Text for the inside of a scalar, in the way its quotes want it; nothing where that is not so simple.
std::optional<std::string> inside_quotes(const YamlNode& scalar, std::string_view text) {
  if (printable(text) != text) return std::nullopt; // from escapes: as it is, it might be no YAML
  std::string result;
  switch (scalar.style) {
  case YamlNode::Style::single_quoted:
    for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
    return result;
  case YamlNode::Style::double_quoted:
    if (text.find_first_of("\"\\") != std::string_view::npos) return std::nullopt;
    return std::string(text);
  default: return std::string(text);
  }
}

std::optional<Fix> replaced(Rules& rules, const ExpressionUse& use, Span part, std::string title,
                            std::string_view text) {
  auto inside = inside_quotes(*use.scalar, text);
  const auto place = rules.model.place(use, part);
  if (!inside || !place) return std::nullopt;
  return replace(std::move(title), *place, *std::move(inside));
}

/// Text behind the character of the value that ends at `end`.
std::optional<Fix> inserted(const Rules& rules, const ExpressionUse& use, std::size_t end, std::string title,
                            std::string text) {
  const auto last = rules.model.place(use, {.begin = end - 1, .end = end});
  if (!last) return std::nullopt;
  return replace(std::move(title), {.begin = last->end, .end = last->end}, std::move(text));
}

std::string single_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

std::string_view without_quotes(std::string_view text) {
  return text.size() >= 2 ? text.substr(1, text.size() - 2) : std::string_view();
}

/// The bracket that closes what was opened last and not closed.
char missing_bracket(std::string_view value, Span part) {
  ExpressionLexer lexer(value, part);
  std::string open;
  for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next()) {
    if (token.kind == Token::Kind::open) open += ')';
    if (token.kind == Token::Kind::open_index) open += ']';
    const bool closes = token.kind == Token::Kind::close || token.kind == Token::Kind::close_index;
    if (closes && !open.empty()) open.pop_back();
  }
  return open.size() == 1 ? open.back() : '\0';
}

std::optional<Fix> close_braces(Rules& rules, const ExpressionUse& use) {
  const std::string_view inner = use.text(use.expression.inner);
  if (inner.contains('\n') || read_condition(inner).error) return std::nullopt;
  const std::size_t end =
      content_end(use.scalar->value, use.expression.inner.begin, use.expression.inner.end);
  return inserted(rules, use, end, "Close the expression", " }}");
}

bool is_operation(const Expression& expression) {
  return expression.root >= 0 &&
         expression.nodes[static_cast<std::size_t>(expression.root)].kind == ExpressionNode::Kind::operation;
}

} // namespace

std::optional<Fix> fix_for_fault(Rules& rules, const ExpressionUse& use) {
  const ExpressionError& error = *use.expression.error;
  const std::string_view part = use.text(error.span);
  switch (error.fault) {
  case ExpressionFault::unclosed: return close_braces(rules, use);
  case ExpressionFault::double_quotes:
    return replaced(rules, use, error.span, "Use single quotes", single_quoted(without_quotes(part)));
  case ExpressionFault::backslash_quote: return replaced(rules, use, error.span, "Write `''`", "''");
  case ExpressionFault::quoted_property:
    return replaced(rules, use, error.span, "Use brackets",
                    '[' + single_quoted(without_quotes(part.substr(1))) + ']');
  case ExpressionFault::unclosed_bracket: {
    const char bracket = missing_bracket(use.scalar->value, use.expression.inner);
    if (bracket == '\0') return std::nullopt;
    return inserted(rules, use, error.span.begin, std::string("Insert `") + bracket + '`',
                    std::string(1, bracket));
  }
  default: return std::nullopt;
  }
}

std::optional<Fix> fix_for_mixed(const YamlNode& condition) {
  if (condition.is_block() || condition.span.size() < condition.value.size()) return std::nullopt;
  const std::string_view value = condition.value;
  if (value.contains('\n')) return std::nullopt;
  const std::vector<Expression> expressions = read_expressions(value);
  std::string whole;
  std::size_t at = 0;
  for (const Expression& expression : expressions) {
    const std::string inner(trimmed(part_of(value, expression.inner)));
    whole += value.substr(at, expression.span.begin - at);
    // Around an operation the text beside it would bind otherwise.
    whole += is_operation(expression) ? '(' + inner + ')' : inner;
    at = expression.span.end;
  }
  whole += value.substr(at);
  if (read_condition(whole).error) return std::nullopt;
  auto text = inside_quotes(condition, "${{ " + std::string(trimmed(whole)) + " }}");
  if (!text) return std::nullopt;
  return replace("Put one pair of braces around all", bare_span(condition), *std::move(text));
}

void add_tagged_condition(Rules& rules, const ExpressionUse& use) {
  const std::size_t colon = rules.text.rfind(':', use.scalar->span.begin);
  std::size_t begin = colon == std::string_view::npos ? use.scalar->span.begin : colon + 1;
  begin = std::min(rules.text.find_first_not_of(' ', begin), rules.text.size());
  const std::size_t line = next_line(rules.text, begin);
  const std::size_t end = content_end(rules.text, begin, line);
  const Span span{.begin = begin, .end = end};
  const std::string_view written = rules.text.substr(begin, end - begin);
  Finding& finding = rules.add(Code::expr_syntax, Severity::error, span,
                               "A condition that begins with `!` needs braces or quotes.");
  if (written.starts_with('!') && !written.contains('#') && !read_condition(written).error)
    finding.fixes.push_back(replace("Put braces around it", span, "${{ " + std::string(written) + " }}"));
}

} // namespace unify_ls::workflow
