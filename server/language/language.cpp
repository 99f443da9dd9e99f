#include "server/language/language.h"

#include "server/base/file_uri.h"
#include "server/language/code_actions.h"
#include "server/language/features.h"
#include "server/language/place.h"

namespace unify_ls::language {
namespace {

/// A struct as JSON.
template <class Answer> rpc::Answer written(const Answer& answer) { return protocol::write(answer); }

json::value nested(const std::vector<protocol::Range>& ranges) {
  json::value selection = nullptr;
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    json::object outer{{"range", protocol::write(*range)}};
    if (!selection.is_null()) outer["parent"] = std::move(selection);
    selection = std::move(outer);
  }
  return selection;
}

} // namespace

Language::Language(Surroundings surroundings)
    : surroundings_(std::move(surroundings)),
      reporting_(surroundings_.clock, surroundings_.tasks, surroundings_.connection, texts_) {}

void Language::register_methods(rpc::Dispatcher& dispatcher) {
  using namespace protocol;
  dispatcher.on_notification<DidOpenTextDocumentParams>("textDocument/didOpen",
                                                        [this](auto params) { open(std::move(params)); });
  dispatcher.on_notification<DidChangeTextDocumentParams>("textDocument/didChange",
                                                          [this](const auto& params) { change(params); });
  dispatcher.on_notification<TextDocumentParams>("textDocument/didClose",
                                                 [this](const auto& params) { close(params); });
  dispatcher.on_notification<TextDocumentParams>("textDocument/didSave",
                                                 [this](const auto& params) { save(params); });
  dispatcher.on_notification<DidChangeWatchedFilesParams>("workspace/didChangeWatchedFiles",
                                                          [this](const auto& params) { see(params); });
  on_text(dispatcher, "textDocument/diagnostic", &Language::diagnose);
  on_text(dispatcher, "textDocument/codeAction", &Language::list_actions);
  dispatcher.on_request<TextDocumentParams>("textDocument/documentSymbol", [this](const auto& params) {
    return list_symbols(texts_.read(params.textDocument.uri));
  });
  dispatcher.on_request<TextDocumentParams>("textDocument/foldingRange", [this](const auto& params) {
    return fold(texts_.read(params.textDocument.uri));
  });
  on_text(dispatcher, "textDocument/selectionRange", &Language::select);
  dispatcher.on_request<TextDocumentParams>("textDocument/documentLink", [this](const auto& params) {
    return link(texts_.read(params.textDocument.uri));
  });
  register_place_methods(dispatcher);
  register_document_methods(dispatcher);
}

void Language::set_abilities(const protocol::ClientAbilities& abilities,
                             const protocol::TypingAbilities& typing) {
  can_ = abilities;
  can_when_typing_ = typing;
  reporting_.set_abilities(abilities);
  texts_.documents().set_encoding(encoding());
}

void Language::add_capabilities(json::object& capabilities) const {
  capabilities["textDocumentSync"] = {{"openClose", true}, {"change", 2}, {"save", true}};
  if (can_.code_action_literals)
    capabilities["codeActionProvider"] = {{"codeActionKinds", {"quickfix", rewrite_kind, fix_all_kind}}};
  capabilities["documentSymbolProvider"] = true;
  capabilities["foldingRangeProvider"] = true;
  capabilities["selectionRangeProvider"] = true;
  capabilities["documentLinkProvider"] = json::object{};
  add_place_capabilities(capabilities);
  add_document_capabilities(capabilities);
  if (can_.pull_diagnostics)
    capabilities["diagnosticProvider"] = {
        {"identifier", "unify-ls"}, {"interFileDependencies", true}, {"workspaceDiagnostics", false}};
}

void Language::listen_for_changes() {
  json::array wanted;
  if (can_.register_watched_files) {
    json::array watchers;
    for (const char* pattern : {"**/.cloudbees/**", "**/action.{yml,yaml}"})
      watchers.push_back(json::object{{"globPattern", pattern}});
    wanted.push_back(json::object{{"id", "unify-ls.files"},
                                  {"method", "workspace/didChangeWatchedFiles"},
                                  {"registerOptions", json::object{{"watchers", std::move(watchers)}}}});
  }
  if (can_.register_configuration_changes)
    wanted.push_back(json::object{{"id", "unify-ls.settings"},
                                  {"method", "workspace/didChangeConfiguration"},
                                  {"registerOptions", json::object{{"section", "unify"}}}});
  if (!wanted.empty())
    surroundings_.tasks.spawn("asking to be told of changes",
                              register_with_client({{"registrations", std::move(wanted)}}));
}

Task<> Language::register_with_client(json::object registrations) {
  co_await surroundings_.connection.call("client/registerCapability", std::move(registrations));
}

void Language::open(protocol::DidOpenTextDocumentParams params) {
  const std::string uri = params.textDocument.uri;
  texts_.documents().open(uri, params.textDocument.version, std::move(params.textDocument.text));
  reporting_.opened(uri);
  if (workflow::is_run_document_name(uri))
    surroundings_.tasks.spawn("looking at what can be run", look_at_run(uri));
  const auto analysis = texts_.read(uri);
  if (!analysis || !roots_.insert(analysis->root()).second) return;
  read_settings_of(analysis->root());
  if (roots_.size() == 1) look_for_clones();
}

void Language::change(const protocol::DidChangeTextDocumentParams& params) {
  std::vector<documents::Edit> edits;
  for (const auto& change : params.contentChanges)
    edits.push_back({.range = change.range, .text = change.text});
  const std::string& uri = params.textDocument.uri;
  if (texts_.documents().change(uri, params.textDocument.version.value_or(0), edits) == nullptr) return;
  reporting_.changed(uri);
  if (workflow::is_run_document_name(uri))
    surroundings_.tasks.spawn("looking at what can be run", look_at_run(uri));
}

/// Whether a run document still says the same of what is to be run: it may have been changed, or closed.
bool Language::leads_there(const Analysis& earlier) {
  const Read now = texts_.read(earlier.uri());
  return now != nullptr && now->run_head() == earlier.run_head();
}

/// Asks what can be started where a run document says, unless that is known.
Task<> Language::learn(Read analysis) {
  if (!analysis->run_head()) co_return;
  Runnables& runnables = texts_.runnables();
  // One question about a text at a time; whoever has waited finds it answered.
  const std::shared_ptr<Gate> gate = runnables.gate(analysis->uri());
  const Gate::Pass pass = co_await gate->enter();
  if (!leads_there(*analysis) || runnables.is_fresh(*analysis, surroundings_.clock.steady())) co_return;
  workflow::Runnable runnable = co_await surroundings_.runnable(analysis->path(), *analysis->run_head());
  if (!leads_there(*analysis)) co_return;
  runnables.keep(*analysis, std::move(runnable), surroundings_.clock.steady());
  // Whoever asked: a completion may have been the first to want it.
  reporting_.look_again();
}

Task<> Language::look_at_run(std::string uri) {
  const Read analysis = texts_.read(uri);
  if (analysis) co_await learn(analysis);
}

void Language::close(const protocol::TextDocumentParams& params) {
  const std::string& uri = params.textDocument.uri;
  texts_.documents().close(uri);
  texts_.forget(uri);
  reporting_.closed(uri);
  reporting_.look_again();
}

void Language::save(const protocol::TextDocumentParams& params) {
  see({.changes = {{.uri = params.textDocument.uri}}});
}

void Language::see(const protocol::DidChangeWatchedFilesParams& params) {
  const auto holds_settings = [](const auto& file) {
    return file.uri.ends_with("/.cloudbees/unify-ls.json");
  };
  if (std::ranges::any_of(params.changes, holds_settings)) read_settings();
  reporting_.look_again();
}

void Language::read_settings() {
  for (const std::string& root : roots_) read_settings_of(root);
}

void Language::read_settings_of(const std::string& root) {
  if (!root.empty()) surroundings_.tasks.spawn("reading what is ignored", refresh_settings(root));
}

Task<> Language::refresh_settings(std::string root) {
  const std::vector<std::string> codes = co_await surroundings_.ignored_codes(root);
  if (texts_.set_ignored(root, IgnoredCodes(codes.begin(), codes.end()))) reporting_.look_again();
}

/// Nobody needs them before a text of ours was opened.
void Language::look_for_clones() {
  if (!roots_.empty()) surroundings_.tasks.spawn("looking for clones", refresh_clones());
}

Task<> Language::refresh_clones() {
  Clones clones = co_await surroundings_.clones();
  if (texts_.workspace().set_clones(std::move(clones))) reporting_.look_again();
}

Task<rpc::Answer> Language::diagnose(Read analysis, protocol::DocumentDiagnosticParams params) {
  if (analysis) co_await learn(analysis);
  co_return written(reporting_.report(analysis, params.previousResultId));
}

Task<rpc::Answer> Language::list_actions(Read analysis, protocol::CodeActionParams params) {
  if (!analysis || !can_.code_action_literals) co_return json::array{};
  co_await learn(analysis);
  const std::string_view text = analysis->source().text();
  const workflow::Span asked{documents::offset_of(text, params.range.start, encoding()),
                             documents::offset_of(text, params.range.end, encoding())};
  co_return written(code_actions(*analysis, texts_.findings(*analysis), asked,
                                 params.context.only.value_or(std::vector<std::string>{}), reporting_.form(),
                                 can_.document_changes));
}

Task<rpc::Answer> Language::list_symbols(Read analysis) {
  if (!analysis) co_return json::array{};
  if (can_.symbol_hierarchy) co_return written(document_symbols(*analysis, encoding()));
  co_return written(flat_symbols(*analysis, encoding()));
}

Task<rpc::Answer> Language::fold(Read analysis) {
  if (!analysis || analysis->model() == nullptr) co_return json::array{};
  co_return written(folding_ranges(*analysis));
}

Task<rpc::Answer> Language::select(Read analysis, protocol::SelectionRangeParams params) {
  json::array selections;
  for (const protocol::Position& position : params.positions) {
    std::vector<protocol::Range> ranges{{position, position}};
    if (analysis && analysis->model() != nullptr) {
      const std::size_t byte = documents::offset_of(analysis->source().text(), position, encoding());
      ranges.clear();
      for (const workflow::Span span : selection_spans(*analysis, byte))
        ranges.push_back(to_wire(analysis->source(), span, encoding()));
    }
    selections.push_back(nested(ranges));
  }
  co_return selections;
}

Task<rpc::Answer> Language::link(Read analysis) {
  if (!analysis) co_return json::array{};
  co_return written(document_links(*analysis, texts_.workspace(), encoding()));
}

} // namespace unify_ls::language
