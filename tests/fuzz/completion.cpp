// Typing anywhere in whatever text: each place can be asked, what is offered replaces the word there and
// nothing else, and hovers and names lie in the text.
#include "server/workflow/completion/completion.h"

#include "server/workflow/hover/hover.h"
#include "server/workflow/navigation/things.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>

namespace unify_ls::fuzz {
namespace {

using workflow::Span;

constexpr std::size_t places = 12;

void expect_in(Span span, std::string_view text) {
  expect(span.begin <= span.end && span.end <= text.size(), "a place lies in the text");
}

} // namespace

void examine(std::string_view text) {
  const workflow::SourceTree source{std::string(text)};
  for (const auto kind : {workflow::FileKind::workflow, workflow::FileKind::action}) {
    const workflow::Model model = workflow::read_model(source, kind);
    const workflow::Usage used = workflow::usage_of(model);
    const std::size_t step = std::max<std::size_t>(text.size() / places, 1);
    for (std::size_t at = 0; at <= text.size(); at += step) {
      const auto found = workflow::complete(model, at, workflow::NoSources(), used);
      expect_in(found.word, text);
      expect(found.word.begin <= at && at <= found.word.end, "the word is at the cursor");
      expect(found.offers.size() <= workflow::max_offers, "offers are few enough to be read");
      if (found.indentation) expect(found.indentation->span.end <= found.word.begin, "edits do not overlap");
      for (const workflow::Offer& offer : found.offers)
        expect(!offer.label.empty() && !workflow::plain_text(offer).contains('\t'), "an offer has no tab");
      if (const auto hover = workflow::hover_at(model, at, workflow::NoSources(), {}))
        expect_in(hover->span, text);
      if (const auto thing = workflow::thing_at(model, at))
        for (const Span span : thing->declarations) expect_in(span, text);
    }
    for (const workflow::ForeignName& name : workflow::foreign_names(model)) expect_in(name.span, text);
  }
}

} // namespace unify_ls::fuzz
