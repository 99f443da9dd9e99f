#include "server/workflow/navigation/anchors.h"

#include "server/workflow/outline_lines.h"

#include <algorithm>

namespace unify_ls::workflow {
namespace {

/// Of the name alone. A node begins behind its anchor, with a tag, a comment or line ends between them.
std::optional<Span> name_of_anchor(std::string_view text, const YamlNode& node) {
  if (node.anchor.empty()) return std::nullopt;
  const std::string mark = "&" + node.anchor;
  const std::size_t at = text.rfind(mark, node.span.begin);
  if (at == std::string_view::npos || !outline::is_gap(text, at + mark.size())) return std::nullopt;
  return Span{.begin = at + 1, .end = at + mark.size()};
}

/// Likewise; an alias is `*` and the name.
Span name_of_alias(const YamlNode& alias) {
  return {.begin = alias.span.begin + 1, .end = alias.span.begin + 1 + alias.value.size()};
}

const YamlNode* anchored_at(const Model& model, std::size_t byte) {
  for (const YamlNode& node : model.source->tree().nodes()) {
    if (node.kind == YamlNode::Kind::alias && node.target != nullptr && holds(name_of_alias(node), byte))
      return node.target;
    const auto name = name_of_anchor(model.source->text(), node);
    if (name && holds(*name, byte)) return &node;
  }
  return nullptr;
}

} // namespace

std::optional<Thing> anchor_at(const Model& model, std::size_t byte) {
  const YamlNode* anchored = anchored_at(model, byte);
  if (anchored == nullptr) return std::nullopt;
  Thing thing{.kind = NameKind::anchor, .name = anchored->anchor};
  if (const auto name = name_of_anchor(model.source->text(), *anchored)) thing.declarations.push_back(*name);
  for (const YamlNode& node : model.source->tree().nodes())
    if (node.kind == YamlNode::Kind::alias && node.target == anchored)
      thing.uses.push_back(name_of_alias(node));
  return thing;
}

bool has_anchor(const Model& model, std::string_view name) {
  return std::ranges::any_of(model.source->tree().nodes(),
                             [name](const YamlNode& node) { return node.anchor == name; });
}

} // namespace unify_ls::workflow
