#pragma once

#include "server/app/options.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal_client.h"
#include "server/commands/registry.h"

#include <stdexcept>
#include <string>
#include <string_view>

namespace unify_ls::cli {

/// What every verb works with; all of it outlives the verb.
struct Terminal {
  const Options& options;
  commands::Registry& registry;
  TerminalClient& client;
  TerminalInput& input;
  TerminalOutput& output;

  const commands::Services& services() const { return registry.services(); }
};

/// The result of one of our commands as its struct; one that does not fit would be a bug.
template <class T> T result_as(const boost::json::value& value) {
  auto read = protocol::read<T>(value);
  if (!read) throw std::logic_error("a result of our own cannot be read: " + read.error().message());
  return *std::move(read);
}

/// Prints a result: with --json what the LSP command gives on a line, else the text.
void print_result(const Terminal& terminal, const boost::json::value& value, std::string_view text);

/// Says what failed: on stderr, or with --json as the error object on stdout. Gives the exit code.
ExitCode report(const Terminal& terminal, const Error& error);

/// The same before there is a terminal to speak of.
ExitCode report(const Options& options, TerminalOutput& output, const Error& error);

/// Says that the person chose not to go on.
ExitCode report_cancelled(const Options& options, TerminalOutput& output);

/// A command's call with one object as its argument.
commands::Call call_of(std::string_view command, boost::json::object arguments = {});

/// Whether a command's result is that the person said no.
bool was_cancelled(const commands::Outcome& outcome);

} // namespace unify_ls::cli
