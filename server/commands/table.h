#pragma once

#include "server/commands/command.h"
#include "server/commands/names.h"
#include "server/commands/verb.h"

#include <span>

namespace unify_ls::commands {

/// One command: everything that the language server, the forms and the terminal know of it.
struct Command {
  std::string_view name; ///< "unify.workflow.run"
  /// The one object that a call has as its argument, null or an empty list for none, as this command's
  /// struct. The error names the place that cannot be read.
  Result<WireValue> (*read)(const json::value& arguments);
  /// Its plan, for a call with arguments of that struct.
  Task<Result<Planned>> (*plan)(const Services& services, const Call& call, Form& form);
  Verb verb{};
};

/// All commands, in the order in which help shows them. A new one is an entry there.
std::span<const Command> command_table();

/// notFound when there is none of that name.
Result<const Command*> find_command(std::string_view name);

} // namespace unify_ls::commands
