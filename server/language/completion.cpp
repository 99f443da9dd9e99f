#include "server/language/completion.h"

#include "server/base/text.h"
#include "server/language/markup.h"
#include "server/language/place.h"
#include "server/workflow/completion/completion.h"

#include <fmt/format.h>

namespace unify_ls::language {
namespace {

using workflow::Offer;
using workflow::OfferKind;

/// LSP's numbers.
int kind_number(OfferKind kind) {
  switch (kind) {
  case OfferKind::key: return 10;
  case OfferKind::value: return 12;
  case OfferKind::name: return 18;
  case OfferKind::variable: return 6;
  case OfferKind::function: return 3;
  case OfferKind::context: return 9;
  case OfferKind::file: return 17;
  case OfferKind::skeleton: return 15;
  }
  return 1;
}

protocol::CompletionItem to_wire(const Offer& offer, std::size_t number, const protocol::Range& word,
                                 const CompletionForm& form) {
  const bool snippet = offer.snippet && form.snippets;
  protocol::CompletionItem item{.label = printable(offer.label),
                                .kind = kind_number(offer.kind),
                                .sortText = fmt::format("{:04}", number),
                                .insertTextFormat = snippet ? 2 : 1};
  if (!offer.detail.empty()) item.detail = printable(offer.detail);
  if (!offer.doc.empty()) item.documentation = markup(offer.doc, form.markdown);
  if (form.insert_modes) item.insertTextMode = 1;
  item.textEdit = {.range = word, .newText = snippet ? offer.text : workflow::plain_text(offer)};
  return item;
}

} // namespace

protocol::CompletionList completions(const Analysis& analysis, protocol::Position position,
                                     const workflow::Sources& sources, const workflow::Usage& used,
                                     const CompletionForm& form) {
  protocol::CompletionList list;
  if (analysis.model() == nullptr) return list;
  const workflow::SourceTree& source = analysis.source();
  const std::size_t byte = documents::offset_of(source.text(), position, form.encoding);
  const workflow::Completion found = workflow::complete(*analysis.model(), byte, sources, used);
  const protocol::Range word = to_wire(source, found.word, form.encoding);
  list.isIncomplete = found.offers.size() >= workflow::max_offers;
  for (const Offer& offer : found.offers) {
    list.items.push_back(to_wire(offer, list.items.size(), word, form));
    if (const auto& edit = found.indentation)
      list.items.back().additionalTextEdits = {
          {.range = to_wire(source, edit->span, form.encoding), .newText = edit->text}};
  }
  return list;
}

} // namespace unify_ls::language
