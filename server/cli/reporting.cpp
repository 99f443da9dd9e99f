#include "server/cli/reporting.h"

#include "server/cli/render.h"
#include "server/commands/failures.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;

void print_json(TerminalOutput& output, const json::value& value) {
  output.print(protocol::to_text(value) + "\n");
}

json::object error_object(const Error& error) {
  protocol::ResponseError wire = commands::to_wire(error);
  json::object object{{"code", wire.code}, {"message", wire.message}};
  if (wire.data) object["data"] = *std::move(wire.data);
  return object;
}

} // namespace

void print_result(const Terminal& terminal, const commands::WireValue& value, std::string_view text) {
  if (terminal.options.json)
    print_json(terminal.output, value.to_json());
  else
    terminal.output.print(text);
}

ExitCode report(const Terminal& terminal, const Error& error) {
  return report(terminal.options, terminal.output, error);
}

ExitCode report(const Options& options, TerminalOutput& output, const Error& error) {
  if (options.json) print_json(output, error_object(error));
  if (!options.json || output.has_lost_results()) output.prompt(error_text(error, output.telling_style()));
  return exit_code_of(error);
}

ExitCode report_cancelled(const Options& options, TerminalOutput& output) {
  if (options.json) print_json(output, protocol::write(protocol::Cancelled{}));
  output.tell("Cancelled.");
  return failed;
}

commands::Call call_of(std::string_view command, commands::WireValue arguments) {
  return {.command = std::string(command), .arguments = std::move(arguments)};
}

bool was_cancelled(const commands::Outcome& outcome) {
  return outcome.value.get_if<protocol::Cancelled>() != nullptr;
}

} // namespace unify_ls::cli
