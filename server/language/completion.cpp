#include "server/language/completion.h"

#include "server/base/text.h"
#include "server/language/markup.h"
#include "server/language/place.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/completion/completion.h"

#include <fmt/format.h>

#include <algorithm>

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

/// A text whose later lines are indented from its first one on.
std::string relative(std::string_view text, std::size_t indentation) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out += text.substr(at, end - at);
    const std::size_t blanks = std::min(text.find_first_not_of(' ', end), text.size()) - end;
    at = end + std::min(blanks, indentation);
  }
  return out;
}

/// How one list is written for one client.
class Writer {
 public:
  Writer(const CompletionForm& form, const protocol::Range& word, std::size_t indentation)
      : form_(form),
        word_(word),
        indentation_(indentation) {}

  protocol::CompletionItem item(const Offer& offer, std::size_t number) const {
    const bool snippet = is_snippet(offer);
    protocol::CompletionItem item{.label = printable(offer.label),
                                  .kind = kind_number(offer.kind),
                                  .sortText = fmt::format("{:04}", number),
                                  .insertTextFormat = snippet ? 2 : 1};
    if (!offer.detail.empty()) item.detail = printable(offer.detail);
    if (!offer.doc.empty()) item.documentation = markup(offer.doc, form_.markdown);
    if (form_.insert_modes) item.insertTextMode = 1;
    item.textEdit = {.range = word_, .newText = snippet ? snippet_of(offer) : workflow::plain_text(offer)};
    return item;
  }

 private:
  /// Several lines always are one where the client indents: of a plain text Neovim writes the first line
  /// only.
  bool is_snippet(const Offer& offer) const {
    return form_.snippets && (offer.snippet || (!form_.insert_modes && offer.text.contains('\n')));
  }

  std::string snippet_of(const Offer& offer) const {
    const std::string text = offer.snippet ? offer.text : workflow::escaped_for_snippet(offer.text);
    return form_.insert_modes ? text : relative(text, indentation_);
  }

  const CompletionForm& form_;
  protocol::Range word_;
  std::size_t indentation_; ///< of the line in which an offer is written
};

} // namespace

protocol::CompletionList completions(const Analysis& analysis, protocol::Position position,
                                     const workflow::Sources& sources, const workflow::Usage& used,
                                     const CompletionForm& form) {
  protocol::CompletionList list;
  if (analysis.model() == nullptr) return list;
  const workflow::SourceTree& source = analysis.source();
  const std::size_t byte = documents::offset_of(source.text(), position, form.encoding);
  const workflow::Completion found = workflow::complete(*analysis.model(), byte, sources, used);
  std::size_t indentation = workflow::indent_of(source.text(), found.word.begin);
  if (found.indentation) indentation += found.indentation->text.size() - found.indentation->span.size();
  const Writer writer(form, to_wire(source, found.word, form.encoding), indentation);
  list.isIncomplete = found.offers.size() >= workflow::max_offers;
  const std::string_view word = source.text(found.word);
  for (const Offer& offer : found.offers) {
    const std::string plain = workflow::plain_text(offer);
    // The return key would take it and do nothing, when a person wants a new line. A client that filters by
    // itself while the word is written has to ask again when it is whole.
    if (plain == word && !found.indentation) continue;
    list.isIncomplete = list.isIncomplete || plain == offer.label;
    list.items.push_back(writer.item(offer, list.items.size()));
    if (const auto& edit = found.indentation)
      list.items.back().additionalTextEdits = {
          {.range = to_wire(source, edit->span, form.encoding), .newText = edit->text}};
  }
  return list;
}

} // namespace unify_ls::language
