#pragma once

#include "server/app/exit_code.h"
#include "server/app/options.h"
#include "server/cli/said.h"
#include "server/cli/terminal_client.h"
#include "server/commands/registry.h"

#include <string>
#include <string_view>

namespace unify_ls::cli {

/// What every verb works with; all of it outlives the verb.
struct Terminal {
  const Options& options;
  const Said& said; ///< of the options
  commands::Registry& registry;
  TerminalClient& client;
  TerminalInput& input;
  TerminalOutput& output;
  TaskGroup& tasks;

  const commands::Services& services() const { return registry.services(); }
};

/// Prints a result: with --json what the LSP command gives on a line, else the text.
void print_result(const Terminal& terminal, const commands::WireValue& value, std::string_view text);

/// Says what failed: on stderr, or with --json as the error object on stdout. Gives the exit code.
ExitCode report(const Terminal& terminal, const Error& error);

/// The same before there is a terminal to speak of.
ExitCode report(const Options& options, TerminalOutput& output, const Error& error);

/// Says that the person chose not to go on.
ExitCode report_cancelled(const Options& options, TerminalOutput& output);

/// A command's call with the struct that it takes.
commands::Call call_of(std::string_view command, commands::WireValue arguments);

/// The call that the command line makes of a command.
Result<commands::Call> call_of_line(const Terminal& terminal, std::string_view command);

/// Whether a command's result is that the person said no.
bool was_cancelled(const commands::Outcome& outcome);

} // namespace unify_ls::cli
