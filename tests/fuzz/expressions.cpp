// Expressions: whatever the text, each expression lies in it, its parts lie in each other, and what is wrong
// with it has a place.
#include "server/workflow/expressions/expression.h"
#include "tests/fuzz/support/fuzz.h"

#include <string>

namespace unify_ls::fuzz {
namespace {

using workflow::Expression;
using workflow::ExpressionNode;
using workflow::Span;

void expect_inside(Span part, Span whole, std::string_view what) {
  expect(whole.begin <= part.begin && part.begin <= part.end && part.end <= whole.end, what);
}

void examine_expression(std::string_view text, const Expression& expression) {
  expect_inside(expression.span, {.begin = 0, .end = text.size()}, "an expression lies in its value");
  expect_inside(expression.inner, expression.span, "what the braces hold lies between them");
  if (expression.error)
    expect_inside(expression.error->span, expression.span, "a fault lies in its expression");
  const auto count = static_cast<int>(expression.nodes.size());
  expect(expression.root < count, "the root is one of the nodes");
  expect(expression.error || expression.root != ExpressionNode::none, "what is right means something");
  for (int i = 0; i < count; ++i) {
    const ExpressionNode& node = expression.nodes[static_cast<std::size_t>(i)];
    expect_inside(node.span, expression.inner, "a node lies in its expression");
    expect_inside(node.name, {.begin = 0, .end = text.size()}, "a name lies in the value");
    expect(node.left < i && node.right < i, "a node stands behind its parts");
    if (node.kind == ExpressionNode::Kind::string) (void)workflow::text_of_string(text, node);
  }
}

} // namespace

void examine(std::string_view text) {
  examine_expression(text, workflow::read_condition(text));
  std::size_t end = 0;
  for (const Expression& expression : workflow::read_expressions(text)) {
    expect(expression.span.begin >= end, "expressions follow each other");
    end = expression.span.end;
    examine_expression(text, expression);
  }
}

} // namespace unify_ls::fuzz
