#include "server/language/tokens.h"

#include "server/language/place.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/uses.h"
#include "server/workflow/expressions/lexer.h"

#include <algorithm>
#include <optional>

namespace unify_ls::language {
namespace {

using workflow::ExpressionToken;
using workflow::Span;
using Kind = ExpressionToken::Kind;

enum Type : std::uint8_t { keyword, name_space, property, function, operation, string, number, version };

struct Token {
  Span span;
  Type type;
};

class Tokens {
 public:
  explicit Tokens(const workflow::Model& model) : model_(model) {}

  void add_expressions() {
    for (const workflow::ExpressionUse& use : model_.expressions) add(use);
  }

  void add_uses() {
    for (const workflow::Step& step : model_.steps) add_uses(step.find("uses"));
    for (const workflow::Job& job : model_.jobs) {
      add_uses(job.find("uses"));
      add_uses(job.find("delegates"));
    }
  }

  std::vector<Token> take() {
    std::ranges::sort(tokens_, {}, [](const Token& token) { return token.span.begin; });
    return std::move(tokens_);
  }

 private:
  void add(const workflow::ExpressionUse& use) {
    const auto& [span, inner, braced, nodes, root, error] = use.expression;
    if (braced) add(use, {span.begin, inner.begin}, keyword);
    workflow::ExpressionLexer lexer(use.scalar->value, inner);
    ExpressionToken before;
    for (ExpressionToken token = lexer.next(); token.kind != Kind::end;) {
      const ExpressionToken after = lexer.next();
      if (const auto type = type_of(use, before, token, after)) add(use, token.span, *type);
      before = token;
      token = after;
    }
    if (braced && inner.end < span.end) add(use, {inner.end, span.end}, keyword);
  }

  static std::optional<Type> type_of(const workflow::ExpressionUse& use, const ExpressionToken& before,
                                     const ExpressionToken& token, const ExpressionToken& after) {
    switch (token.kind) {
    case Kind::string: return string;
    case Kind::number: return number;
    case Kind::negation:
    case Kind::operation: return operation;
    case Kind::name: break;
    default: return std::nullopt;
    }
    if (before.kind == Kind::dot) return property;
    if (after.kind == Kind::open) return function;
    const std::string_view text = use.text(token.span);
    return text == "true" || text == "false" || text == "null" ? keyword : name_space;
  }

  /// Escapes and folds can make it impossible to say where a part of a value stands.
  void add(const workflow::ExpressionUse& use, Span part, Type type) {
    const Span span = model_.span(use, part);
    if (span.size() == part.size() && span.size() > 0) tokens_.push_back({span, type});
  }

  /// `owner/name/path@version`, in a text that holds no expression.
  void add_uses(const workflow::YamlNode* uses) {
    if (uses == nullptr || !uses->is_scalar()) return;
    const workflow::Uses read = workflow::read_uses(uses->value);
    const Span bare = workflow::bare_span(*uses);
    if (read.kind != workflow::Uses::Kind::remote || bare.size() != uses->value.size()) return;
    const std::size_t end = read.has_ref ? bare.begin + read.ref_span.begin - 1 : bare.end;
    tokens_.push_back({{bare.begin, end}, name_space});
    if (read.has_ref && !read.ref.empty() && !read.ref.contains("${{"))
      tokens_.push_back({{end + 1, bare.begin + read.ref_span.end}, version});
  }

  const workflow::Model& model_;
  std::vector<Token> tokens_;
};

} // namespace

std::vector<std::uint32_t> semantic_tokens(const Analysis& analysis, Span part,
                                           documents::Encoding encoding) {
  std::vector<std::uint32_t> numbers;
  if (analysis.model() == nullptr) return numbers;
  Tokens tokens(*analysis.model());
  tokens.add_expressions();
  tokens.add_uses();
  protocol::Position last;
  std::size_t end = 0;
  for (const Token& token : tokens.take()) {
    if (token.span.end <= part.begin || part.end <= token.span.begin || token.span.begin < end) continue;
    const protocol::Range range = to_wire(analysis.source(), token.span, encoding);
    if (range.start.line != range.end.line) continue;
    const bool same_line = range.start.line == last.line;
    for (const unsigned value :
         {range.start.line - last.line, range.start.character - (same_line ? last.character : 0),
          range.end.character - range.start.character, static_cast<unsigned>(token.type), 0U})
      numbers.push_back(value);
    last = range.start;
    end = token.span.end;
  }
  return numbers;
}

} // namespace unify_ls::language
