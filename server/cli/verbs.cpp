#include "server/cli/verbs.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/cli/render.h"
#include "server/commands/names.h"
#include "server/commands/token_status.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
namespace name = commands::name;

std::optional<std::string> named_branch(const Options& options) {
  const json::value* branch = options.settings.if_contains("branch");
  if (branch == nullptr) return std::nullopt;
  return std::string(branch->as_string());
}

Task<int> list_workflows(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(
      call_of(name::workflows_list, protocol::WorkflowsListArgs{.branch = named_branch(terminal.options),
                                                                .all = terminal.options.all}));
  if (!outcome) co_return report(terminal, outcome.error());
  print_result(terminal, outcome->value,
               workflows_text(outcome->value.as<protocol::WorkflowsList>(), terminal.output.result_style(),
                              terminal.services().clock.now()));
  co_return all_well;
}

Task<int> list_runs(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(call_of(name::run_list, protocol::FolderArgs{}));
  if (!outcome) co_return report(terminal, outcome.error());
  print_result(terminal, outcome->value,
               runs_text(outcome->value.as<protocol::RunList>(), terminal.output.result_style(),
                         terminal.services().clock.now()));
  co_return all_well;
}

Task<int> print_curl(const Terminal& terminal) {
  if (const std::optional<Error> missing = missing_file(terminal)) co_return report(terminal, *missing);
  const auto outcome =
      co_await terminal.registry.execute(call_of(name::workflow_curl, workflow_arguments(terminal)));
  if (!outcome) co_return report(terminal, outcome.error());
  if (was_cancelled(*outcome)) co_return report_cancelled(terminal.options, terminal.output);
  print_result(terminal, outcome->value, outcome->value.as<protocol::CurlText>().text + "\n");
  co_return all_well;
}

Task<int> choose_component(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(
      call_of(name::component_select, protocol::ComponentSelectArgs{.from = terminal.options.reference}));
  if (!outcome) co_return report(terminal, outcome.error());
  if (was_cancelled(*outcome)) co_return report_cancelled(terminal.options, terminal.output);
  print_result(terminal, outcome->value, printable(outcome->gist) + "\n");
  co_return all_well;
}

Task<int> run_doctor(const Terminal& terminal) {
  const auto outcome = co_await terminal.registry.execute(call_of(name::doctor, protocol::FolderArgs{}));
  if (!outcome) co_return report(terminal, outcome.error());
  const auto& found = outcome->value.as<protocol::DoctorReport>();
  print_result(terminal, outcome->value, doctor_text(found, terminal.output.result_style()));
  const bool any_failed = std::ranges::any_of(
      found.checks, [](const protocol::DoctorCheck& check) { return check.state == "fail"; });
  co_return any_failed ? failed : all_well;
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

} // namespace

std::optional<Error> missing_file(const Terminal& terminal) {
  if (terminal.options.file || terminal.client.can_ask()) return std::nullopt;
  Error error{.kind = ErrorKind::needsInput, .message = "Which workflow is meant is not said."};
  error.missing = {"file"};
  return error;
}

protocol::WorkflowRunArgs workflow_arguments(const Terminal& terminal) {
  const Options& options = terminal.options;
  protocol::WorkflowRunArgs arguments{.branch = named_branch(options), .inputs = given_inputs(terminal)};
  if (options.file) arguments.file = workflow_file(*options.file);
  return arguments;
}

std::optional<json::object> given_inputs(const Terminal& terminal) {
  const Options& options = terminal.options;
  if (options.inputs.empty() && terminal.client.can_ask() && !options.yes) return std::nullopt;
  json::object inputs;
  for (const auto& [input, value] : options.inputs) inputs[input] = value;
  return inputs;
}

namespace {

Task<int> perform(const Terminal& terminal) {
  switch (terminal.options.verb) {
  case Verb::setup: return set_up(terminal);
  case Verb::token_set: return set_token(terminal);
  case Verb::token_status: return show_token_status(terminal);
  case Verb::token_delete: return delete_token(terminal);
  case Verb::workflows: return list_workflows(terminal);
  case Verb::run:
  case Verb::again: return start_run(terminal);
  case Verb::runs: return list_runs(terminal);
  case Verb::follow: return follow_run(terminal);
  case Verb::curl: return print_curl(terminal);
  case Verb::component: return choose_component(terminal);
  case Verb::doctor: return run_doctor(terminal);
  case Verb::check: return check_files(terminal);
  case Verb::serve: break;
  }
  throw std::logic_error("serve is no verb for a terminal");
}

/// Whether a verb that went well has started a run.
bool starts_runs(const Options& options) {
  return (options.verb == Verb::run || options.verb == Verb::again) && !options.dry_run;
}

} // namespace

Task<int> run_verb(const Terminal& terminal) {
  const Verb verb = terminal.options.verb;
  if (verb != Verb::token_set && verb != Verb::token_delete) commands::warn_of_expiry(terminal.services());
  const int code = co_await perform(terminal);
  if (!terminal.output.has_lost_results()) co_return code;
  terminal.output.tell("unify-ls: the output could not be written.");
  co_return code == all_well && !starts_runs(terminal.options) ? failed : code;
}

} // namespace unify_ls::cli
