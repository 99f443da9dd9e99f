#include "server/cli/reporting.h"

#include "server/base/file_uri.h"
#include "server/cli/render.h"
#include "server/commands/failures.h"
#include "server/commands/needs_input.h"

#include <fmt/format.h>

#include <filesystem>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
namespace name = commands::name;

void print_json(TerminalOutput& output, const json::value& value) {
  output.print(protocol::to_text(value) + "\n");
}

bool is_a_path(const std::string& file) {
  return file.starts_with('/') || file.starts_with("./") || file.starts_with("../");
}

/// A path as a shell completes it is meant from here; a bare name or a path below the root is not.
std::string workflow_file(const std::string& file) {
  if (!is_a_path(file)) return file;
  std::error_code failure;
  const std::filesystem::path path = std::filesystem::absolute(file, failure).lexically_normal();
  return failure ? file : uri_of_path(path.string());
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

Result<commands::Call> call_of_line(const Terminal& terminal, std::string_view command) {
  const Said& said = terminal.said;
  json::object arguments = terminal.options.said;
  if (const json::value* branch = terminal.options.settings.if_contains("branch"))
    arguments["branch"] = *branch;
  if (said.file) arguments["file"] = workflow_file(*said.file);
  // Without a person to ask, or with one who wants no questions, only required inputs are asked for.
  if (!arguments.contains("inputs") && !terminal.client.can_ask()) arguments["inputs"] = json::object{};
  const bool names_a_workflow =
      command == name::workflow_run || command == name::workflow_curl || command == name::run_compose;
  if (names_a_workflow && !said.file && !said.preset && !said.id && !terminal.client.can_ask()) {
    std::vector<std::string> missing{"file"};
    if (command == name::workflow_run && !said.confirmed && !said.dryRun) missing.emplace_back("confirmed");
    return fail(commands::needs(std::move(missing)));
  }
  return commands::Registry::read_call(command, arguments);
}

bool was_cancelled(const commands::Outcome& outcome) {
  return outcome.value.get_if<protocol::Cancelled>() != nullptr;
}

} // namespace unify_ls::cli
