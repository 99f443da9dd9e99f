#include "server/base/text.h"
#include "server/language/completion.h"
#include "server/language/language.h"
#include "server/language/markup.h"
#include "server/language/place.h"
#include "server/workflow/hover/hover.h"

/// The requests about a place in a text.
namespace unify_ls::language {
namespace {

using protocol::TextDocumentPositionParams;
using workflow::Span;

/// LSP's kinds of highlights.
enum Highlight { reads = 2, declares = 3 };

std::unexpected<protocol::ResponseError> refused(std::string why) {
  return std::unexpected(
      protocol::ResponseError{.code = protocol::code::request_failed, .message = std::move(why)});
}

/// For a message; a text without a path is never another one than that of the request.
std::string file_name(const Analysis& analysis) {
  return printable(analysis.path().substr(analysis.path().rfind('/') + 1));
}

} // namespace

void Language::register_place_methods(rpc::Dispatcher& dispatcher) {
  on_text(dispatcher, "textDocument/completion", &Language::complete);
  on_text(dispatcher, "textDocument/hover", &Language::hover);
  on_text(dispatcher, "textDocument/definition", &Language::define);
  on_text(dispatcher, "textDocument/declaration", &Language::define);
  on_text(dispatcher, "textDocument/documentHighlight", &Language::highlight);
  on_text(dispatcher, "textDocument/prepareRename", &Language::prepare_rename);
  on_text(dispatcher, "textDocument/references", &Language::list_references);
  on_text(dispatcher, "textDocument/rename", &Language::rename);
}

void Language::add_place_capabilities(json::object& capabilities) const {
  // Behind each of these something else can be offered than before it. Not behind a colon: the return key
  // that follows it would take what is offered.
  capabilities["completionProvider"] = {{"triggerCharacters", {".", " ", "-", "@", "/", "[", "'", "{"}}};
  for (const char* feature : {"hover", "definition", "declaration", "references", "documentHighlight"})
    capabilities[std::string(feature) + "Provider"] = true;
  capabilities["renameProvider"] = true;
  if (can_when_typing_.prepares_rename) capabilities["renameProvider"] = {{"prepareProvider", true}};
}

std::size_t Language::byte_of(const Analysis& analysis, protocol::Position position) const {
  return documents::offset_of(analysis.source().text(), position, encoding());
}

protocol::VersionedTextDocumentIdentifier Language::identity_of(const Analysis& analysis) const {
  // The version that was read and not the one of now, so that an editor refuses an edit that came too late.
  const bool open = texts_.documents().find(analysis.uri()) != nullptr;
  return {.uri = analysis.uri(), .version = open ? json::value(analysis.version()) : json::value()};
}

Task<rpc::Answer> Language::complete(Read analysis, TextDocumentPositionParams params) {
  if (!analysis) co_return protocol::write(protocol::CompletionList{});
  co_await learn(analysis);
  const WorkspaceSources sources = texts_.sources(*analysis);
  const CompletionForm form{.encoding = encoding(),
                            .snippets = can_when_typing_.snippets,
                            .markdown = can_when_typing_.markdown_offers,
                            .insert_modes = can_when_typing_.insert_text_modes};
  const workflow::Usage used = co_await neighbours_.usage(analysis->root());
  co_return protocol::write(completions(*analysis, params.position, sources, used, form));
}

Task<rpc::Answer> Language::hover(Read analysis, TextDocumentPositionParams params) {
  if (!analysis || analysis->model() == nullptr) co_return nullptr;
  co_await learn(analysis);
  const WorkspaceSources sources = texts_.sources(*analysis);
  const auto now = std::chrono::floor<std::chrono::minutes>(surroundings_.clock.now());
  const auto found =
      workflow::hover_at(*analysis->model(), byte_of(*analysis, params.position), sources, now);
  if (!found) co_return nullptr;
  co_return protocol::write(protocol::Hover{.contents = markup(found->text, can_when_typing_.markdown_hovers),
                                            .range = to_wire(analysis->source(), found->span, encoding())});
}

Task<rpc::Answer> Language::define(Read analysis, TextDocumentPositionParams params) {
  if (!analysis) co_return json::array{};
  co_return protocol::write(
      navigation_.definitions(analysis, byte_of(*analysis, params.position), encoding()));
}

Task<rpc::Answer> Language::list_references(Read analysis, protocol::ReferenceParams params) {
  std::vector<protocol::Location> locations;
  if (!analysis) co_return json::array{};
  const auto found = co_await navigation_.places(analysis, byte_of(*analysis, params.position));
  for (const PlacesIn& places : found) {
    const auto add = [&](Span span) {
      locations.push_back(
          {.uri = places.analysis->uri(), .range = to_wire(places.analysis->source(), span, encoding())});
    };
    if (params.context.includeDeclaration) std::ranges::for_each(places.declarations, add);
    std::ranges::for_each(places.uses, add);
  }
  co_return protocol::write(locations);
}

Task<rpc::Answer> Language::highlight(Read analysis, TextDocumentPositionParams params) {
  std::vector<protocol::DocumentHighlight> highlights;
  if (!analysis || analysis->model() == nullptr) co_return json::array{};
  const auto thing = workflow::thing_at(*analysis->model(), byte_of(*analysis, params.position));
  if (!thing) co_return json::array{};
  const auto add = [&](Span span, int kind) {
    highlights.push_back({.range = to_wire(analysis->source(), span, encoding()), .kind = kind});
  };
  for (const Span span : thing->declarations) add(span, Highlight::declares);
  for (const Span span : thing->uses) add(span, Highlight::reads);
  co_return protocol::write(highlights);
}

Task<rpc::Answer> Language::prepare_rename(Read analysis, TextDocumentPositionParams params) {
  if (!analysis) co_return nullptr;
  const auto found = navigation_.renamable(analysis, byte_of(*analysis, params.position));
  if (!found) co_return nullptr;
  if (auto why = workflow::refusal_to_rename(*found->home->model(), found->thing, found->thing.name))
    co_return refused(*std::move(why));
  co_return protocol::write(protocol::PreparedRename{
      .range = to_wire(analysis->source(), found->span, encoding()), .placeholder = found->thing.name});
}

Task<rpc::Answer> Language::rename(Read analysis, protocol::RenameParams params) {
  if (!analysis) co_return nullptr;
  const std::size_t byte = byte_of(*analysis, params.position);
  const auto renamed = navigation_.renamable(analysis, byte);
  if (!renamed) co_return refused("Nothing here has a name that could be another.");
  if (auto why = workflow::refusal_to_rename(*renamed->home->model(), renamed->thing, params.newName))
    co_return refused(*std::move(why));
  protocol::WorkspaceEdit edit;
  if (can_.document_changes) edit.documentChanges.emplace();
  if (!can_.document_changes) edit.changes.emplace();
  const auto found = co_await navigation_.places(analysis, byte);
  for (const PlacesIn& places : found) {
    const workflow::Model& model = *places.analysis->model();
    if (!places.unclear.empty()) {
      const bool here = places.analysis->uri() == analysis->uri();
      const std::string file = here ? std::string() : file_name(*places.analysis);
      co_return refused(workflow::cannot_follow(model, renamed->thing.name, places.unclear.front(), file));
    }
    std::vector<protocol::TextEdit> edits;
    for (const auto* spans : {&places.declarations, &places.uses})
      for (const Span span : *spans)
        edits.push_back({.range = to_wire(places.analysis->source(), span, encoding()),
                         .newText = workflow::written_name(model, renamed->thing, span, params.newName)});
    if (edit.changes)
      (*edit.changes)[places.analysis->uri()] = std::move(edits);
    else
      edit.documentChanges->push_back(
          {.textDocument = identity_of(*places.analysis), .edits = std::move(edits)});
  }
  co_return protocol::write(edit);
}

} // namespace unify_ls::language
