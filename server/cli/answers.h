#pragma once

#include "protocol/forms.h"
#include "server/cli/style.h"

#include <optional>
#include <string>
#include <string_view>

/// The fields of a form as questions in a terminal, and what a person types as answers to them. Texts in
/// fields are free of control characters already.
namespace unify_ls::cli {

/// A longer list is cut; a part of a name finds the rest.
inline constexpr std::size_t listed_entries = 30;

/// The question itself: what is wrong with the answer before, what is asked, and for a choice its entries,
/// numbered unless they are numbers themselves.
std::string question_text(const protocol::FormField& field, const Style& style);

/// What stands before the cursor; it says what a bare Enter means.
std::string prompt_text(const protocol::FormField& field, const Style& style);

/// What was typed, understood.
struct Typed {
  /// The answer; null: left empty.
  std::optional<boost::json::value> answer{};
  bool left = false;   ///< the person wants out
  std::string wrong{}; ///< else what is wrong with it: ask once more
};

/// A bare Enter takes the default; a choice without one has to be made. `""` is the empty text. In a choice
/// an entry's value, number, or any part that only one entry has names it, and `q` leaves; to a confirmation
/// and for a boolean `y`, `n`, `yes` and `no` are answers too.
Typed understand(const protocol::FormField& field, std::string_view typed);

} // namespace unify_ls::cli
