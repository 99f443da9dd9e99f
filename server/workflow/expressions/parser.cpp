#include "server/workflow/expressions/expression.h"
#include "server/workflow/expressions/lexer.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

using Node = ExpressionNode;
using Token = ExpressionToken;
using Fault = ExpressionFault;

constexpr std::string_view opening = "${{";
constexpr std::string_view closing = "}}";

int strength_of(std::string_view sign) {
  if (sign == "||") return 1;
  if (sign == "&&") return 2;
  return sign == "==" || sign == "!=" ? 3 : 4;
}

/// A Pratt parser. Whatever the text, it comes to the end of it, and keeps the first fault alone.
class Parser {
 public:
  Parser(std::string_view text, Expression& into)
      : text_(text),
        out_(into),
        lexer_(text, into.inner),
        token_(lexer_.next()) {}

  void parse() {
    if (token_.kind == Token::Kind::end) return fault(Fault::empty, out_.span);
    out_.root = parse_operation(0);
    // What follows a whole expression is wrong, but the names in it still count.
    while (token_.kind != Token::Kind::end && !stopped_) {
      fault_at_token();
      const bool reads_on = begins_value();
      if (!reads_on) advance();
      if (reads_on) join(parse_operation(0));
    }
  }

 private:
  void advance() {
    const bool string = token_.kind == Token::Kind::string && token_.span.size() > 2;
    after_backslash_ = string && text_[token_.span.end - 2] == '\\';
    last_end_ = token_.span.end;
    token_ = lexer_.next();
  }

  void fault(Fault kind, Span span) {
    if (!out_.error) out_.error = {.fault = kind, .span = span};
  }

  /// Says what is wrong with the token in hand, in the way that helps most.
  void fault_at_token() {
    if (after_backslash_) return fault(Fault::backslash_quote, {.begin = last_end_ - 2, .end = last_end_});
    if (token_.kind == Token::Kind::string && !token_.closed)
      return fault(Fault::unclosed_string, token_.span);
    if (token_.kind == Token::Kind::end) return fault(Fault::missing, {.begin = last_end_, .end = last_end_});
    if (token_.kind == Token::Kind::double_quote) return fault(Fault::double_quotes, token_.span);
    fault(Fault::unexpected, token_.span);
  }

  bool begins_value() const {
    switch (token_.kind) {
    case Token::Kind::name:
    case Token::Kind::string:
    case Token::Kind::double_quote:
    case Token::Kind::number:
    case Token::Kind::open:
    case Token::Kind::negation: return true;
    default: return false;
    }
  }

  int add(Node node) {
    out_.nodes.push_back(node);
    return static_cast<int>(out_.nodes.size()) - 1;
  }

  Node& at(int index) { return out_.nodes[static_cast<std::size_t>(index)]; }

  void join(int more) {
    const Span span{.begin = at(out_.root).span.begin, .end = at(more).span.end};
    out_.root = add({.kind = Node::Kind::operation, .span = span, .left = out_.root, .right = more});
  }

  int parse_operation(int least) {
    int left = parse_unary();
    while (token_.kind == Token::Kind::operation && !stopped_) {
      const Span sign = token_.span;
      const int strength = strength_of(part_of(text_, sign));
      if (strength <= least) break;
      advance();
      const int right = deeper([this, strength] { return parse_operation(strength); });
      const Span span{.begin = at(left).span.begin, .end = at(right).span.end};
      left = add({.kind = Node::Kind::operation, .span = span, .name = sign, .left = left, .right = right});
    }
    return left;
  }

  int parse_unary() {
    if (token_.kind != Token::Kind::negation) return parse_postfix();
    const std::size_t begin = token_.span.begin;
    advance();
    const int operand = deeper([this] { return parse_unary(); });
    return add({.kind = Node::Kind::negation,
                .span = {.begin = begin, .end = at(operand).span.end},
                .left = operand});
  }

  int parse_postfix() {
    int value = parse_value();
    while (!stopped_) {
      if (token_.kind == Token::Kind::dot)
        value = parse_property(value);
      else if (token_.kind == Token::Kind::open_index)
        value = parse_index(value);
      else
        break;
    }
    return value;
  }

  int parse_property(int object) {
    advance();
    Node node{.kind = Node::Kind::property, .left = object};
    node.span.begin = at(object).span.begin;
    node.name = {.begin = last_end_, .end = last_end_};
    if (token_.kind == Token::Kind::name || token_.kind == Token::Kind::star) {
      if (token_.kind == Token::Kind::star) node.kind = Node::Kind::every;
      node.name = token_.span;
      advance();
    } else if (token_.kind == Token::Kind::double_quote || token_.kind == Token::Kind::string) {
      fault(Fault::quoted_property, {.begin = last_end_ - 1, .end = token_.span.end});
      advance();
    } else {
      fault_at_token();
    }
    node.span.end = last_end_;
    return add(node);
  }

  int parse_index(int object) {
    advance();
    Node node{.kind = Node::Kind::index, .left = object};
    if (token_.kind == Token::Kind::star) {
      node.kind = Node::Kind::every;
      advance();
    } else {
      node.right = deeper([this] { return parse_operation(0); });
    }
    close(Token::Kind::close_index);
    node.span = {.begin = at(object).span.begin, .end = last_end_};
    return add(node);
  }

  int parse_value() {
    const Token token = token_;
    switch (token.kind) {
    case Token::Kind::name: advance(); return parse_name(token);
    case Token::Kind::string: return parse_string(token);
    case Token::Kind::double_quote: fault_at_token(); return parse_string(token);
    case Token::Kind::number: advance(); return add({.kind = Node::Kind::number, .span = token.span});
    case Token::Kind::open: return parse_group();
    default: break;
    }
    fault_at_token();
    if (token.kind == Token::Kind::odd || token.kind == Token::Kind::star) advance();
    return add({.kind = Node::Kind::missing, .span = {.begin = last_end_, .end = last_end_}});
  }

  int parse_string(const Token& token) {
    if (!token.closed) fault_at_token();
    advance();
    return add({.kind = Node::Kind::string, .span = token.span});
  }

  int parse_name(const Token& token) {
    if (token_.kind == Token::Kind::open) return parse_call(token);
    const std::string_view name = part_of(text_, token.span);
    Node::Kind kind = Node::Kind::context;
    if (name == "true" || name == "false") kind = Node::Kind::boolean;
    if (name == "null") kind = Node::Kind::null;
    return add({.kind = kind, .span = token.span, .name = token.span});
  }

  int parse_call(const Token& name) {
    advance();
    Node call{.kind = Node::Kind::call, .name = name.span};
    int last = Node::none;
    while (token_.kind != Token::Kind::close && token_.kind != Token::Kind::end && !stopped_) {
      const int argument = deeper([this] { return parse_operation(0); });
      (last == Node::none ? call.left : at(last).next) = argument;
      last = argument;
      if (token_.kind != Token::Kind::comma) break;
      advance();
      if (!begins_value()) fault_at_token();
    }
    close(Token::Kind::close);
    call.span = {.begin = name.span.begin, .end = last_end_};
    return add(call);
  }

  int parse_group() {
    const std::size_t begin = token_.span.begin;
    advance();
    const int inside = deeper([this] { return parse_operation(0); });
    close(Token::Kind::close);
    return add({.kind = Node::Kind::group, .span = {.begin = begin, .end = last_end_}, .left = inside});
  }

  void close(Token::Kind bracket) {
    if (token_.kind == bracket) return advance();
    if (token_.kind == Token::Kind::end && !after_backslash_)
      return fault(Fault::unclosed_bracket, {.begin = last_end_, .end = last_end_});
    fault_at_token();
  }

  template <class Parse> int deeper(Parse parse) {
    if (depth_ == max_expression_depth) {
      fault(Fault::too_deep, token_.span);
      stopped_ = true;
      token_ = {.kind = Token::Kind::end, .span = {.begin = out_.inner.end, .end = out_.inner.end}};
      return add({.kind = Node::Kind::missing, .span = {.begin = last_end_, .end = last_end_}});
    }
    ++depth_;
    const int node = parse();
    --depth_;
    return node;
  }

  std::string_view text_;
  Expression& out_;
  ExpressionLexer lexer_;
  Token token_;
  std::size_t last_end_ = out_.inner.begin; ///< where the token before the one in hand ended
  bool after_backslash_ = false;            ///< that token was a string ending in `\'`
  bool stopped_ = false;
  unsigned depth_ = 0;
};

void parse(std::string_view text, Expression& expression) {
  if (expression.inner.end - expression.inner.begin > max_expression_bytes) {
    expression.error = {.fault = Fault::too_long, .span = expression.span};
    return;
  }
  Parser(text, expression).parse();
}

struct End {
  std::size_t at; ///< where the expression's inside ends
  bool found;
};

/// The first `}}` outside a string. Another `${{`, or the end of the line where nothing closes at all, ends
/// an expression that its author has not closed.
End end_of(std::string_view value, std::size_t from) {
  bool in_string = false;
  const std::size_t most = std::min(value.size(), from + max_expression_bytes);
  for (std::size_t i = from; i < most; ++i) {
    if (value[i] == '\'') in_string = !in_string;
    if (in_string) continue;
    if (value[i] == '}' && value.substr(i).starts_with(closing)) return {.at = i, .found = true};
    if (value[i] == '$' && value.substr(i).starts_with(opening))
      return {.at = from + std::min(value.substr(from, i - from).find_first_of("\r\n"), i - from),
              .found = false};
  }
  const std::string_view rest = value.substr(from, most - from);
  const std::size_t line_end = from + std::min(rest.find_first_of("\r\n"), rest.size());
  const std::size_t close = value.substr(0, line_end).find(closing, from);
  if (in_string && close != std::string_view::npos) return {.at = close, .found = true};
  return {.at = line_end, .found = false};
}

} // namespace

std::vector<Expression> read_expressions(std::string_view value) {
  std::vector<Expression> found;
  std::size_t at = value.find(opening);
  while (at != std::string_view::npos && found.size() < max_expressions) {
    const std::size_t inside = at + opening.size();
    const End end = end_of(value, inside);
    Expression& expression = found.emplace_back();
    expression.inner = {.begin = inside, .end = end.at};
    expression.span = {.begin = at, .end = end.found ? end.at + closing.size() : end.at};
    if (!end.found) expression.error = {.fault = Fault::unclosed, .span = {.begin = at, .end = inside}};
    parse(value, expression);
    at = value.find(opening, expression.span.end);
  }
  return found;
}

Expression read_condition(std::string_view value) {
  Expression expression{
      .span = {.begin = 0, .end = value.size()}, .inner = {.begin = 0, .end = value.size()}, .braced = false};
  parse(value, expression);
  return expression;
}

std::string text_of_string(std::string_view value, const ExpressionNode& string) {
  std::string_view inside = part_of(value, string.span);
  const char quote = inside.front();
  inside.remove_prefix(1);
  if (inside.ends_with(quote)) inside.remove_suffix(1);
  std::string text;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    text += inside[i];
    if (inside[i] == quote && i + 1 < inside.size() && inside[i + 1] == quote) ++i;
  }
  return text;
}

} // namespace unify_ls::workflow
