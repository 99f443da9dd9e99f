#include "server/workflow/expressions/expression.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace unify_ls::workflow;

namespace {

using Node = ExpressionNode;

/// The tree with brackets around every part that has parts.
std::string shown(std::string_view text, const Expression& expression, int index) {
  if (index == Node::none) return "-";
  const Node& node = expression.nodes[static_cast<std::size_t>(index)];
  const std::string name(part_of(text, node.name));
  const auto child = [&](int at) { return shown(text, expression, at); };
  switch (node.kind) {
  case Node::Kind::missing: return "?";
  case Node::Kind::string: return "'" + text_of_string(text, node) + "'";
  case Node::Kind::number:
  case Node::Kind::boolean:
  case Node::Kind::null: return std::string(part_of(text, node.span));
  case Node::Kind::context: return name;
  case Node::Kind::property: return fmt::format("{}.{}", child(node.left), name);
  case Node::Kind::every: return fmt::format("{}.*", child(node.left));
  case Node::Kind::index: return fmt::format("{}[{}]", child(node.left), child(node.right));
  case Node::Kind::negation: return fmt::format("(! {})", child(node.left));
  case Node::Kind::group: return fmt::format("({})", child(node.left));
  case Node::Kind::operation: return fmt::format("({} {} {})", child(node.left), name, child(node.right));
  case Node::Kind::call: break;
  }
  std::string arguments;
  for (int at = node.left; at != Node::none; at = expression.nodes[static_cast<std::size_t>(at)].next)
    arguments += (arguments.empty() ? "" : ", ") + child(at);
  return fmt::format("{}<{}>", name, arguments);
}

std::string_view name_of_fault(ExpressionFault fault) {
  constexpr std::string_view names[] = {
      "empty",      "unclosed", "double_quotes",    "backslash_quote", "unclosed_string", "quoted_property",
      "unexpected", "missing",  "unclosed_bracket", "too_deep",        "too_long"};
  return names[static_cast<std::size_t>(fault)];
}

std::string condition(std::string_view text) {
  const Expression read = read_condition(text);
  return shown(text, read, read.root);
}

/// The first fault of a condition, with its bytes.
std::string fault(std::string_view text) {
  const Expression read = read_condition(text);
  if (!read.error) return "";
  return fmt::format("{} [{}] at {}", name_of_fault(read.error->fault), part_of(text, read.error->span),
                     read.error->span.begin);
}

} // namespace

TEST_CASE("what an expression means") {
  struct Row {
    std::string_view text, tree;
  };

  const Row rows[] = {
      {"a", "a"},
      {"a.b.c", "a.b.c"},
      {" a . b ", "a.b"},
      {"needs.build-it.outputs._x", "needs.build-it.outputs._x"},
      {"a['b/c: d'].e", "a['b/c: d'].e"},
      {"a[b.c][0]", "a[b.c][0]"},
      {"a.*.b", "a.*.b"},
      {"a[*].b", "a.*.b"},
      {"'it''s'", "'it's'"},
      {"true && null", "(true && null)"},
      {"-1.5e-3 < 0x1F", "(-1.5e-3 < 0x1F)"},
      {"a || b && c == d", "(a || (b && (c == d)))"},
      {"a == b && c != d || e", "(((a == b) && (c != d)) || e)"},
      {"a && b && c", "((a && b) && c)"},
      {"a <= b == c > d", "((a <= b) == (c > d))"},
      {"!a && !!b", "((! a) && (! (! b)))"},
      {"!a.b == c", "((! a.b) == c)"},
      {"(a || b) && c", "(((a || b)) && c)"},
      {"f()", "f<>"},
      {"f(a, 'b', g(c).d)['e']", "f<a, 'b', g<c>.d>['e']"},
      {"format('{0}-{1}', a, b)", "format<'{0}-{1}', a, b>"},
      {"a\n  == 'b'", "(a == 'b')"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(condition(row.text) == row.tree);
    CHECK(fault(row.text) == "");
  }
}

TEST_CASE("what is wrong with an expression, and what of it is still known") {
  struct Row {
    std::string_view text, fault, tree;
  };

  const Row rows[] = {
      {"", "empty [] at 0", "-"},
      {"  ", "empty [  ] at 0", "-"},
      {"a == \"b\"", "double_quotes [\"b\"] at 5", "(a == 'b')"},
      {"'it\\'s' == a", "backslash_quote [\\'] at 3", "(('it\\'  s)  ' == a')"},
      {"a == 'b", "unclosed_string ['b] at 5", "(a == 'b')"},
      {"a.\"Comp 1\".b", "quoted_property [.\"Comp 1\"] at 1", "a..b"},
      {"a.", "missing [] at 2", "a."},
      {"a.b == ", "missing [] at 6", "(a.b == ?)"},
      {"a. == b", "unexpected [==] at 3", "(a. == b)"},
      {"&& a", "unexpected [&&] at 0", "(? && a)"},
      {"a b", "unexpected [b] at 2", "(a  b)"},
      {"a = b", "unexpected [=] at 2", "(a  b)"},
      {"a ) b", "unexpected [)] at 2", "(a  b)"},
      {"(a", "unclosed_bracket [] at 2", "(a)"},
      {"f(a", "unclosed_bracket [] at 3", "f<a>"},
      {"f(a,)", "unexpected [)] at 4", "f<a>"},
      {"a['b'", "unclosed_bracket [] at 5", "a['b']"},
      {"a[", "missing [] at 2", "a[?]"},
      {"f(, a)", "unexpected [,] at 2", "f<?, a>"},
      {"a ✓ b", "unexpected [✓] at 2", "(a  b)"},
      {"'", "unclosed_string ['] at 0", "''"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(fault(row.text) == row.fault);
    CHECK(condition(row.text) == row.tree);
  }
}

TEST_CASE("expressions inside a value") {
  struct Row {
    std::string_view value, found;
  };

  const Row rows[] = {
      {"nothing here", ""},
      {"${{ a }}", "<${{ a }}> a; "},
      {"x-${{ a }}-${{b.c}}.y", "<${{ a }}> a; <${{b.c}}> b.c; "},
      {"$${{ a }}", "<${{ a }}> a; "},
      {"${{ '}}' }}!", "<${{ '}}' }}> '}}'; "},
      {"${{ '\\${{ toJSON(secrets.p) }}' }}",
       "<${{ '\\${{ toJSON(secrets.p) }}' }}> '\\${{ toJSON(secrets.p) }}'; "},
      {"${{ a\n}}", "<${{ a\n}}> a; "},
      {"${{}}", "<${{}}> - empty; "},
      {"${{ a\nb ${{ c }}", "<${{ a> a unclosed; <${{ c }}> c; "},
      {"${{ a.\nb", "<${{ a.> a. unclosed; "},
      {"${{ it's }} b", "<${{ it's }}> (it  's ') unclosed_string; "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    std::string found;
    for (const Expression& read : read_expressions(row.value))
      found += fmt::format("<{}> {}{}{}; ", part_of(row.value, read.span), shown(row.value, read, read.root),
                           read.error ? " " : "", read.error ? name_of_fault(read.error->fault) : "");
    CHECK(found == row.found);
  }
}

TEST_CASE("hostile expressions end") {
  CHECK(fault(std::string(100, '(') + "a").starts_with("too_deep"));
  CHECK(fault(std::string(100, '!') + "a").starts_with("too_deep"));
  CHECK(fault(std::string(max_expression_bytes + 1, 'a')).starts_with("too_long"));
  std::string chain = "a";
  for (int i = 0; i < 5000; ++i) chain += ".b";
  CHECK(fault(chain) == "");
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "${{ a }}";
  CHECK(read_expressions(many).size() == max_expressions);
}
