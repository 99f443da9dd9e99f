#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/checks/sources.h"
#include "server/workflow/completion/usage.h"
#include "server/workflow/model/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// More than this is of no help to anybody.
inline constexpr std::size_t max_offers = 300;

/// What an offer is, for the sign that editors show beside it.
enum class OfferKind : std::uint8_t { key, value, name, variable, function, context, file, skeleton };

/// Something that may be written at the cursor.
struct Offer {
  std::string label;
  OfferKind kind;
  /// What is written. In a snippet `${1:name}`, `${1|a,b|}` and `$0` are stops, and `$`, `}` and `\` else
  /// stand behind a `\`; `plain_text` reads it for editors without snippets.
  std::string text;
  bool snippet = false;
  std::string detail{}; ///< one short line
  std::string doc{};    ///< Markdown
};

/// What may be written at a place, the likeliest first.
struct Completion {
  Span word{};                           ///< what each offer replaces; on one line
  std::optional<TextEdit> indentation{}; ///< where the line stands too deep or not deep enough; before `word`
  std::vector<Offer> offers{};
};

/// A text without the stops of a snippet.
std::string plain_text(const Offer& offer);

/// A text as a snippet that has no stops.
std::string escaped_for_snippet(std::string_view text);

/// What may be written at a byte of the model's text. Nothing is offered that is known to be wrong there, or
/// that would make a text that is YAML into one that is none.
///
/// The text is read once more as if one word stood at the cursor: so that the tree itself, libyaml's or the
/// outline's, says which mapping a blank line belongs to by its column, and what half a key means.
Completion complete(const Model& model, std::size_t byte, const Sources& sources, const Usage& used);

} // namespace unify_ls::workflow
