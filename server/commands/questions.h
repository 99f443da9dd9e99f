#pragma once

#include "protocol/forms.h"
#include "server/commands/client.h"
#include "server/commands/listing.h"
#include "server/state/component_record.h"
#include "server/workflow/inputs.h"
#include "server/workflow/workflow.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The fields that forms consist of. Texts of a repository or of the platform are shown escaped and never
/// dropped, so that what is shown is what is sent.
namespace unify_ls::commands {

/// Values with a meaning of their own, in the fields `file` and `confirmed`.
inline constexpr std::string_view another_branch = "*";
inline constexpr std::string_view change_inputs = "change";
inline constexpr std::string_view cancel_run = "cancel";

/// Longer values are cut where they are shown, with their length named.
inline constexpr std::size_t shown_value_limit = 200;

/// A text of somebody else's as it is shown: escaped, cut, and unable to form a link.
std::string shown(std::string_view text, std::size_t limit = shown_value_limit);

/// A value among marks of ours, such as (default) and (left out): quoted where it is empty or looks like one.
std::string shown_apart(std::string_view value, std::size_t limit = shown_value_limit);

/// Words that are for people alone: several lines and runs of blanks become one line.
std::string shown_words(std::string_view text, std::size_t limit = shown_value_limit);

/// As much of a commit's hash as people compare.
std::string short_commit(std::string_view commit);

/// ` Did you mean `a` or `b`?` for a name that is none of the known ones; nothing where none is near.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known);

std::string input_field_id(std::string_view input);

protocol::FormField folder_question(const std::vector<std::string>& folders);
protocol::FormField branch_question(std::string_view folder, const std::string& description);

/// What a client makes of a question about an input.
struct InputAsking {
  bool preselects = false; ///< it marks an entry, so lists keep the author's order; else the default is first
  bool numbers = true;     ///< it can ask for numbers; else they are texts
  bool yes_and_no = false; ///< a person may type y, n, yes or no for a boolean
};

InputAsking asking_of(const Client& client);

/// What a question begins with instead of the author's default.
struct GivenBefore {
  /// In an earlier run: it takes the default's place.
  std::optional<std::string> run{};
  /// In this form or call, null for what was left empty. No entry moves for its sake.
  std::optional<workflow::GivenValue> answer{};
};

/// A text begins with what was given before, else with a default that can be used. A list has that as
/// `default` and marked in its entries; without, it preselects nothing, but for leaving out what is optional.
protocol::FormField input_question(const workflow::Input& input, const GivenBefore& before,
                                   const InputAsking& asking);

/// The value of the entry that leaves an input out of a run; no option of the author's has it.
std::string leave_out_value(const workflow::Input& input);

/// What a person means who types y, n, yes or no, in any case.
std::optional<bool> yes_or_no(std::string_view typed);

/// For a client that preselects: a list that is no input's begins with its first entry, the likeliest.
void preselect_first(protocol::FormField& field);

/// `field` in a form that a client understands which declared only `kinds`: lists become texts where enum is
/// unknown.
void adapt_kind(protocol::FormField& field, const std::function<bool(std::string_view)>& knows_kind,
                const std::vector<protocol::FormEntry>& lazy_entries = {});

} // namespace unify_ls::commands
