#include "server/workflow/model/paths.h"

#include <utility>

namespace unify_ls::workflow {

namespace {

using Node = ExpressionNode;

bool goes_below(Node::Kind kind) {
  return kind == Node::Kind::property || kind == Node::Kind::index || kind == Node::Kind::every;
}

PathPart part_of_node(const ExpressionUse& use, const Node& node) {
  if (node.kind == Node::Kind::property) return {.name = std::string(use.text(node.name)), .span = node.name};
  if (node.kind == Node::Kind::index) {
    const Node& index = use.expression.nodes[static_cast<std::size_t>(node.right)];
    if (index.kind == Node::Kind::string && index.span.size() >= 2)
      return {.name = text_of_string(use.scalar->value, index),
              .span = {.begin = index.span.begin + 1, .end = index.span.end - 1}};
  }
  return {.name = {}, .span = node.span, .known = false};
}

/// A node's parent is the part that goes on below it, so paths are followed from the context upwards.
void read_paths_of(const ExpressionUse& use, int number, std::vector<PathUse>& into) {
  const auto& nodes = use.expression.nodes;
  std::vector<int> parent(nodes.size(), Node::none);
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (goes_below(nodes[i].kind)) parent[static_cast<std::size_t>(nodes[i].left)] = static_cast<int>(i);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind != Node::Kind::context) continue;
    PathUse path{.use = number,
                 .context = find_context(use.text(nodes[i].name)),
                 .name = nodes[i].name,
                 .whole = nodes[i].span,
                 .parts = {}};
    for (int above = parent[i]; above != Node::none; above = parent[static_cast<std::size_t>(above)]) {
      const Node& node = nodes[static_cast<std::size_t>(above)];
      path.whole.end = node.span.end;
      path.parts.push_back(part_of_node(use, node));
    }
    into.push_back(std::move(path));
  }
}

} // namespace

std::string PathUse::dotted(std::size_t most) const {
  std::string text;
  for (std::size_t i = 0; i < most && has(i); ++i) {
    if (i > 0) text += '.';
    text += parts[i].name;
  }
  return text;
}

void read_paths(Model& model) {
  for (std::size_t i = 0; i < model.expressions.size(); ++i)
    read_paths_of(model.expressions[i], static_cast<int>(i), model.paths);
}

} // namespace unify_ls::workflow
