#include "server/base/text.h"
#include "server/language/features.h"
#include "server/language/place.h"

#include <algorithm>

namespace unify_ls::language {
namespace {

using workflow::NameKind;
using workflow::Span;
using workflow::YamlNode;

/// LSP's numbers.
enum class SymbolKind {
  module = 2,
  name_space = 3,
  class_ = 5,
  method = 6,
  property = 7,
  field = 8,
  event = 24
};

/// Longer names help nobody in a list.
constexpr std::size_t max_name_length = 80;

struct Item {
  Span whole;
  Span name_span;
  std::string name;
  SymbolKind kind;
  std::string detail{};
};

Span hull(const YamlNode& first, const YamlNode* last) {
  return {first.span.begin, std::max(first.span.end, last == nullptr ? 0 : last->span.end)};
}

std::string text_at(const workflow::Step& step, std::string_view key) {
  const YamlNode* node = step.find(key);
  return node != nullptr && node->is_scalar() ? node->value : std::string();
}

Item item_of(const workflow::Step& step) {
  Item item{.whole = step.node->span,
            .name_span = {step.node->span.begin, step.node->span.begin},
            .name = {},
            .kind = SymbolKind::method,
            .detail = text_at(step, "uses")};
  for (const char* key : {"name", "id", "uses", "run"}) {
    item.name = text_at(step, key);
    if (item.name.empty()) continue;
    item.name_span = step.find(key)->span;
    break;
  }
  if (item.name.empty()) item.name = "step";
  if (item.detail == item.name) item.detail.clear();
  return item;
}

std::optional<SymbolKind> kind_of(NameKind kind) {
  switch (kind) {
  case NameKind::secret:
  case NameKind::output:
  case NameKind::job_output: return SymbolKind::field;
  case NameKind::stage: return SymbolKind::name_space;
  case NameKind::handler: return SymbolKind::method;
  default: return std::nullopt; // listed by what the model knows of them
  }
}

/// Outer ones before those in them.
std::vector<Item> items_of(const workflow::Model& model) {
  std::vector<Item> items;
  for (const auto& [key, value] : model.trigger_entries)
    items.push_back(
        {.whole = hull(*key, value), .name_span = key->span, .name = key->value, .kind = SymbolKind::event});
  for (const workflow::DeclaredInput& input : model.inputs)
    items.push_back({.whole = hull(*input.name_node, input.value),
                     .name_span = input.name_node->span,
                     .name = std::string(input.name),
                     .kind = SymbolKind::property});
  for (const workflow::Job& job : model.jobs)
    items.push_back({.whole = hull(*job.name_node, job.value),
                     .name_span = job.name_node->span,
                     .name = std::string(job.name),
                     .kind = SymbolKind::class_});
  for (const workflow::Step& step : model.steps) items.push_back(item_of(step));
  for (const workflow::Symbol& symbol : model.symbols)
    if (const auto kind = kind_of(symbol.kind))
      items.push_back(
          {.whole = symbol.span, .name_span = symbol.name_span, .name = symbol.name, .kind = *kind});
  std::ranges::sort(items, [](const Item& a, const Item& b) {
    return a.whole.begin != b.whole.begin ? a.whole.begin < b.whole.begin : a.whole.end > b.whole.end;
  });
  // What an alias repeats is one thing.
  const auto same = [](const Item& a, const Item& b) { return a.whole == b.whole && a.kind == b.kind; };
  const auto rest = std::ranges::unique(items, same);
  items.erase(rest.begin(), rest.end());
  return items;
}

class Nesting {
 public:
  Nesting(const Analysis& analysis, documents::Encoding encoding)
      : analysis_(analysis),
        encoding_(encoding) {}

  /// Takes the items from `next` on that lie in `outer`.
  std::vector<protocol::DocumentSymbol> inside(const std::vector<Item>& items, std::size_t& next,
                                               Span outer) {
    std::vector<protocol::DocumentSymbol> symbols;
    while (next < items.size() && items[next].whole.end <= outer.end) {
      const Item& item = items[next++];
      protocol::DocumentSymbol symbol = written(item);
      symbol.children = inside(items, next, item.whole);
      symbols.push_back(std::move(symbol));
    }
    return symbols;
  }

 private:
  protocol::DocumentSymbol written(const Item& item) const {
    const workflow::SourceTree& source = analysis_.source();
    const std::string name = shortened(printable(item.name), max_name_length);
    // A name that an alias or a merge brings along stands elsewhere; clients refuse a selection outside its
    // range.
    const bool is_own = item.whole.begin <= item.name_span.begin && item.name_span.end <= item.whole.end;
    const Span selection = is_own ? item.name_span : Span{item.whole.begin, item.whole.begin};
    protocol::DocumentSymbol symbol{.name = name.empty() ? "?" : name, // an empty name is refused by clients
                                    .kind = static_cast<int>(item.kind),
                                    .range = to_wire(source, item.whole, encoding_),
                                    .selectionRange = to_wire(source, selection, encoding_)};
    if (!item.detail.empty()) symbol.detail = shortened(printable(item.detail), max_name_length);
    return symbol;
  }

  const Analysis& analysis_;
  documents::Encoding encoding_;
};

void flatten(const std::vector<protocol::DocumentSymbol>& symbols, const std::string& uri,
             const std::optional<std::string>& container, std::vector<protocol::SymbolInformation>& flat) {
  for (const protocol::DocumentSymbol& symbol : symbols) {
    flat.push_back({.name = symbol.name,
                    .kind = symbol.kind,
                    .location = {.uri = uri, .range = symbol.range},
                    .containerName = container});
    flatten(symbol.children, uri, symbol.name, flat);
  }
}

} // namespace

std::vector<protocol::DocumentSymbol> document_symbols(const Analysis& analysis,
                                                       documents::Encoding encoding) {
  if (analysis.model() == nullptr) return {};
  const std::vector<Item> items = items_of(*analysis.model());
  std::size_t next = 0;
  return Nesting(analysis, encoding).inside(items, next, {0, analysis.source().text().size()});
}

std::vector<protocol::SymbolInformation> flat_symbols(const Analysis& analysis,
                                                      documents::Encoding encoding) {
  std::vector<protocol::SymbolInformation> flat;
  flatten(document_symbols(analysis, encoding), analysis.uri(), std::nullopt, flat);
  return flat;
}

} // namespace unify_ls::language
