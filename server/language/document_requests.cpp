#include "server/base/text.h"
#include "server/base/turn.h"
#include "server/language/features.h"
#include "server/language/hints.h"
#include "server/language/language.h"
#include "server/language/run_documents.h"
#include "server/language/tokens.h"

#include <algorithm>

/// The requests about a whole text or a part of it, and about all texts of the workspace.
namespace unify_ls::language {
namespace {

/// Symbols in one answer: nobody reads more, and each letter that is typed asks again.
constexpr std::size_t max_symbols = 500;

/// Whether the letters of a query come in a name in this order, in whatever case.
bool matches(std::string_view name, std::string_view query) {
  const std::string all = lower_ascii(name);
  std::size_t at = 0;
  for (const char letter : lower_ascii(query)) {
    at = all.find(letter, at);
    if (at == std::string::npos) return false;
    ++at;
  }
  return true;
}

} // namespace

void Language::register_document_methods(rpc::Dispatcher& dispatcher) {
  using namespace protocol;
  dispatcher.on_request<TextDocumentParams>("textDocument/semanticTokens/full", [this](const auto& params) {
    return list_tokens(texts_.read(params.textDocument.uri), std::nullopt);
  });
  dispatcher.on_request<RangeParams>("textDocument/semanticTokens/range", [this](const auto& params) {
    return list_tokens(texts_.read(params.textDocument.uri), params.range);
  });
  dispatcher.on_request<RangeParams>("textDocument/inlayHint", [this](const auto& params) {
    return list_hints(texts_.read(params.textDocument.uri), params.range);
  });
  dispatcher.on_request<TextDocumentParams>("textDocument/codeLens", [this](const auto& params) {
    return list_lenses(texts_.read(params.textDocument.uri));
  });
  dispatcher.on_request<WorkspaceSymbolParams>(
      "workspace/symbol", [this](auto params) { return find_symbols(std::move(params)); });
}

void Language::add_document_capabilities(json::object& capabilities) {
  json::array types;
  for (const std::string_view type : token_types) types.emplace_back(type);
  capabilities["semanticTokensProvider"] = {
      {"legend", json::object{{"tokenTypes", std::move(types)}, {"tokenModifiers", json::array{}}}},
      {"full", true},
      {"range", true}};
  capabilities["inlayHintProvider"] = true;
  capabilities["codeLensProvider"] = json::object{};
  capabilities["workspaceSymbolProvider"] = true;
}

workflow::Span Language::span_of(const Analysis& analysis, const protocol::Range& range) const {
  return {byte_of(analysis, range.start), byte_of(analysis, range.end)};
}

Task<rpc::Answer> Language::list_tokens(Read analysis, std::optional<protocol::Range> range) {
  protocol::SemanticTokens tokens;
  if (!analysis) co_return protocol::write(tokens);
  const workflow::Span whole{0, analysis->source().text().size()};
  tokens.data = semantic_tokens(*analysis, range ? span_of(*analysis, *range) : whole, encoding());
  co_return protocol::write(tokens);
}

Task<rpc::Answer> Language::list_hints(Read analysis, protocol::Range range) {
  if (!analysis) co_return json::array{};
  co_return protocol::write(inlay_hints(*analysis, span_of(*analysis, range), encoding()));
}

Task<rpc::Answer> Language::list_lenses(Read analysis) {
  if (!analysis) co_return json::array{};
  if (analysis->run_head()) co_return protocol::write(run_document_lenses(*analysis, encoding()));
  std::optional<LastRun> last;
  if (!analysis->path().empty() && trigger_name(*analysis, "workflow_dispatch") != nullptr)
    last = surroundings_.last_run(analysis->path());
  std::vector<protocol::CodeLens> lenses = run_lenses(*analysis, last, encoding());
  if (const workflow::YamlNode* call = trigger_name(*analysis, "workflow_call")) {
    std::size_t callers = 0;
    const std::vector<std::string> paths = co_await neighbours_.paths_with_called(analysis->root());
    for (const std::string& path : paths) {
      co_await give_way();
      if (navigation_.calls(analysis->root(), path, analysis->path())) ++callers;
    }
    lenses.push_back(callers_lens(*analysis, *call, callers, encoding()));
  }
  co_return protocol::write(lenses);
}

Task<rpc::Answer> Language::find_symbols(protocol::WorkspaceSymbolParams params) {
  std::vector<protocol::SymbolInformation> found;
  std::set<std::string> roots = roots_;
  for (const std::string& folder : surroundings_.folders()) roots.insert(root_of(folder + "/x"));
  for (const std::string& root : roots)
    for (const std::string& path : neighbours_.paths(root)) {
      if (found.size() == max_symbols) break;
      co_await give_way();
      const auto analysis = neighbours_.read(path);
      if (!analysis) continue;
      for (protocol::SymbolInformation& symbol : flat_symbols(*analysis, encoding()))
        if (found.size() < max_symbols && matches(symbol.name, params.query))
          found.push_back(std::move(symbol));
    }
  co_return protocol::write(found);
}

void Language::refresh_lenses() {
  if (can_when_typing_.refreshes_lenses)
    surroundings_.tasks.spawn("asking to refresh lenses", ask_to_refresh_lenses());
}

Task<> Language::ask_to_refresh_lenses() {
  co_await surroundings_.connection.call("workspace/codeLens/refresh", nullptr);
}

} // namespace unify_ls::language
