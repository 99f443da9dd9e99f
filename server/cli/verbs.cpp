#include "server/cli/verbs.h"

#include "server/base/text.h"
#include "server/cli/completion.h"
#include "server/cli/help.h"
#include "server/cli/render.h"
#include "server/cli/verb_table.h"
#include "server/commands/names.h"
#include "server/commands/token_status.h"

#include <algorithm>
#include <array>

namespace unify_ls::cli {
namespace {

Task<int> print_completion(const Terminal& terminal) {
  if (!terminal.said.shell)
    co_return report(terminal, {.kind = ErrorKind::needsInput,
                                .message = "Needs the name of a shell: bash, zsh or fish."});
  terminal.output.print(completion_script(*terminal.said.shell));
  co_return all_well;
}

Task<int> print_manual(const Terminal& terminal) {
  terminal.output.print(manual_page());
  co_return all_well;
}

/// Verbs that are more than a command and the text of its result.
struct Handler {
  std::string_view verb;
  Task<int> (*perform)(const Terminal& terminal);
};

constexpr std::array<Handler, 9> handlers{{
    {"setup", set_up},
    {"token set", set_token},
    {"run", start_run},
    {"again", start_run},
    {"follow", follow_run},
    {"check", check_files},
    {"completion", print_completion},
    {"man", print_manual},
    {"__complete", complete_line},
}};

struct Printed {
  std::string text;
  ExitCode code = all_well;
};

Printed printed(const Terminal& terminal, const commands::Outcome& outcome) {
  const Style& style = terminal.output.result_style();
  const WallTime now = terminal.services().clock.now();
  const commands::WireValue& value = outcome.value;
  if (const auto* list = value.get_if<protocol::WorkflowsList>()) return {workflows_text(*list, style, now)};
  if (const auto* list = value.get_if<protocol::RunList>()) return {runs_text(*list, style, now)};
  if (const auto* details = value.get_if<protocol::RunDetails>()) return {details_text(*details, style, now)};
  if (const auto* curl = value.get_if<protocol::CurlText>()) return {curl->text + "\n"};
  if (const auto* composed = value.get_if<protocol::RunComposed>()) return {printable(composed->path) + "\n"};
  if (const auto* opened = value.get_if<protocol::Opened>()) return {printable(opened->url) + "\n"};
  if (const auto* status = value.get_if<protocol::TokenStatus>())
    return {token_text(*status, style, now), status->stored ? all_well : failed};
  if (const auto* report = value.get_if<protocol::DoctorReport>())
    return {doctor_text(*report, style), any_failed(*report) ? failed : all_well};
  return {outcome.shown ? "" : printable(outcome.gist) + "\n"};
}

Task<int> perform_command(const Terminal& terminal) {
  const auto table = commands::command_table();
  const auto command = std::ranges::find(table, terminal.options.verb,
                                         [](const commands::Command& each) { return each.verb.words; });
  const auto outcome = co_await terminal.registry.execute(call_of_line(terminal, command->name));
  if (!outcome) co_return report(terminal, outcome.error());
  if (was_cancelled(*outcome)) co_return report_cancelled(terminal.options, terminal.output);
  const Printed result = printed(terminal, *outcome);
  print_result(terminal, outcome->value, result.text);
  co_return result.code;
}

Task<int> perform(const Terminal& terminal) {
  const auto handler = std::ranges::find(handlers, terminal.options.verb, &Handler::verb);
  return handler == handlers.end() ? perform_command(terminal) : handler->perform(terminal);
}

/// Whether a verb that went well has started a run.
bool starts_runs(const Terminal& terminal) {
  const std::string& verb = terminal.options.verb;
  return (verb == "run" || verb == "again") && !terminal.said.dryRun.value_or(false);
}

/// Verbs that need a token warn of its end; one that is on the way in or out needs no warning.
bool may_warn_of_expiry(const Terminal& terminal) {
  const commands::Verb* verb = find_verb(terminal.options.verb);
  if (verb == nullptr || verb->words == "token set" || verb->words == "token delete") return false;
  return verb->group != commands::VerbGroup::program && verb->group != commands::VerbGroup::check;
}

} // namespace

Task<int> run_verb(const Terminal& terminal) {
  if (may_warn_of_expiry(terminal)) commands::warn_of_expiry(terminal.services().token, terminal.client);
  const int code = co_await perform(terminal);
  if (!terminal.output.has_lost_results()) co_return code;
  terminal.output.tell("unify-ls: the output could not be written.");
  co_return code == all_well && !starts_runs(terminal) ? failed : code;
}

} // namespace unify_ls::cli
