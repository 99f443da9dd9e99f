#include "server/workflow/completion/judging.h"

#include "server/workflow/outline_lines.h"
#include "server/workflow/yaml_tree.h"

#include <map>

namespace unify_ls::workflow {
namespace {

/// Of all texts together that are read for one list. Beyond it, in huge files, offers are not judged, because
/// a person waits.
constexpr std::size_t max_judged_bytes = std::size_t{128} * 1024;

/// What of an offer means something to YAML. Offers of the same shape fit in the same places.
std::string shape_of(const Offer& offer) {
  if (offer.kind == OfferKind::skeleton) return offer.label;
  const std::string_view text = offer.text;
  std::string shape;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    const bool mark = std::string_view("\n'\"#,[]{}\\").contains(character) ||
                      (character == ':' && outline::is_gap(text, i + 1)) || outline::is_dash(text, i);
    if (mark && !shape.ends_with(character)) shape += character;
  }
  return shape;
}

} // namespace

std::string accepted(std::string_view text, const Completion& completion, const Offer& offer) {
  std::string after(text);
  after.replace(completion.word.begin, completion.word.size(), plain_text(offer));
  if (const auto& edit = completion.indentation) // before the word
    after.replace(edit->span.begin, edit->span.size(), edit->text);
  return after;
}

void keep_fitting(std::string_view text, Completion& completion) {
  std::map<std::string, bool, std::less<>> fits;
  std::size_t read = 0;
  std::erase_if(completion.offers, [&](const Offer& offer) {
    const auto [fit, is_new] = fits.emplace(shape_of(offer), true);
    if (is_new && read + text.size() <= max_judged_bytes) {
      read += text.size();
      fit->second = parse_yaml(accepted(text, completion, offer)).has_value();
    }
    return !fit->second;
  });
}

} // namespace unify_ls::workflow
