#pragma once

#include "server/cli/reporting.h"
#include "server/commands/token_end.h"
#include "server/commands/token_status.h"
#include "server/credentials/pasted.h"

#include <optional>
#include <string>

/// How a token comes in: by a hidden prompt or a pipe, as itself or in Unify's curl command.
namespace unify_ls::cli {

/// What was typed or pasted unseen, all lines of a command; nothing when the person left. The caller wipes
/// it.
Task<std::optional<std::string>> read_hidden_text(const Terminal& terminal, std::string question);

/// A token, asked for until there is one: of a curl command that holds none, the component is kept and the
/// token itself is asked for. Nothing when the person left. invalidInputs for what is neither, for a command
/// of another platform, and where nobody can be asked for what is missing.
Task<Result<std::optional<credentials::Pasted>>> enter_token(const Terminal& terminal);

/// Asks the platform about a token that was entered, stores it unless it is rejected (`--force` stores it all
/// the same), keeps the component of its command, and prints how it stands. Gives what the platform said.
Task<Result<commands::TokenCheck>> store_entered(const Terminal& terminal, const credentials::Pasted& entered,
                                                 commands::TokenEnd end);

/// Keeps the component of a curl command for this folder, and says so.
Task<> keep_component(const Terminal& terminal, const credentials::TriggerTarget& target);

} // namespace unify_ls::cli
