#pragma once

#include "protocol/forms.h"
#include "server/commands/listing.h"
#include "server/state/component_record.h"
#include "server/workflow/workflow.h"

#include <string>
#include <string_view>
#include <vector>

/// The fields that forms consist of. Texts of a repository or of the platform are shown escaped and never
/// dropped, so that what is shown is what is sent. The default comes first in every list, because existing
/// clients ignore `default` there.
namespace unify_ls::commands {

/// Values with a meaning of their own, in the fields `file` and `confirmed`.
inline constexpr std::string_view another_branch = "*";
inline constexpr std::string_view change_inputs = "change";
inline constexpr std::string_view cancel_run = "cancel";

/// Longer values are cut where they are shown, with their length named.
inline constexpr std::size_t shown_value_limit = 200;

/// A text of somebody else's as it is shown: escaped, cut, and unable to form a link.
std::string shown(std::string_view text, std::size_t limit = shown_value_limit);

/// As much of a commit's hash as people compare.
std::string short_commit(std::string_view commit);

std::string input_field_id(std::string_view input);

protocol::FormField folder_question(const std::vector<std::string>& folders);
protocol::FormField branch_question(std::string_view folder, const std::string& description);
protocol::FormField component_question(const std::vector<state::ComponentRecord>& candidates,
                                       const std::string& reason);
/// `earlier` is what is filled in instead of the author's default: an answer given before, or of an earlier
/// run.
protocol::FormField input_question(const workflow::Input& input,
                                   const std::optional<std::string>& earlier = {});

/// `field` in a form that a client understands which declared only `kinds`: lists become texts where enum is
/// unknown, numbers become texts where number is.
void adapt_kind(protocol::FormField& field, const std::function<bool(std::string_view)>& knows_kind,
                const std::vector<protocol::FormEntry>& lazy_entries = {});

} // namespace unify_ls::commands
