#include "server/cli/render.h"

#include "server/base/text.h"
#include "server/base/time.h"
#include "server/cli/table.h"
#include "server/commands/questions.h"
#include "server/commands/token_status.h"
#include "server/workflow/inputs.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::cli {
namespace {

using commands::shown;

constexpr std::size_t description_limit = 60;

/// Options shown of one input; the file has the rest.
constexpr std::size_t shown_options = 8;

std::string fetched_part(const protocol::WorkflowsList& list, WallTime now) {
  const std::optional<WallTime> time = list.fetchedAt ? parse_time(*list.fetchedAt) : std::nullopt;
  return time ? fmt::format(", fetched {}", relative_time(*time, now)) : "";
}

std::string where_from(const protocol::WorkflowsList& list, WallTime now) {
  if (list.source == "workingCopy") return "Workflows of the working copy:";
  const std::string commit = list.commit ? " at " + commands::short_commit(*list.commit) : "";
  return fmt::format("Workflows on {}{}{}:", shown(list.branch), commit, fetched_part(list, now));
}

/// How the working copy differs; nothing when it does not.
std::string_view state_note(std::string_view state) {
  if (state == "modified") return "your working copy differs";
  if (state == "onlyLocal") return "not pushed: only committed here";
  if (state == "untracked") return "not committed";
  if (state == "onlyRemote") return "not in your working copy";
  return "";
}

/// The input as the file has it, for what its default means.
workflow::Input read_back(const protocol::WorkflowInput& wire) {
  using workflow::InputType;
  workflow::Input input{.name = wire.name, .required = wire.required, .default_text = wire.default_};
  if (wire.options) input.options = *wire.options;
  for (const InputType type : {InputType::number, InputType::boolean, InputType::choice})
    if (workflow::name_of(type) == wire.type) input.type = type;
  return input;
}

std::string values_of(const workflow::Input& input) {
  const std::optional<std::string> by_default = workflow::usable_default(input);
  std::vector<std::string> parts;
  if (by_default)
    parts.push_back(fmt::format("{} (default)", by_default->empty() ? "(empty)" : shown(*by_default)));
  for (const std::string& option : input.options)
    if (option != by_default && parts.size() < shown_options) parts.push_back(commands::shown_apart(option));
  std::string text = fmt::format("{}", fmt::join(parts, " | "));
  if (input.options.size() > shown_options) text += " | …";
  return text;
}

std::string inputs_table(const protocol::Workflow& workflow, const Style& style) {
  std::vector<Row> rows;
  for (const protocol::WorkflowInput& wire : workflow.inputs) {
    const workflow::Input input = read_back(wire);
    const bool must_be_given = workflow::must_be_given(input);
    rows.push_back({{shown(wire.name)},
                    {shown(wire.type), Tone::faint},
                    {must_be_given ? "required" : values_of(input)},
                    {wire.description ? shown(*wire.description, description_limit) : "", Tone::faint}});
    if (must_be_given && wire.options) rows.back()[2].text += ": " + values_of(input);
  }
  return table_text(rows, style, 4);
}

std::string workflow_text(const protocol::Workflow& workflow, const Style& style) {
  std::string text = "  " + style.paint(Tone::strong, shown(workflow.file));
  if (workflow.name != workflow.file) text += "  " + shown(workflow.name);
  if (!workflow.manual) text += style.paint(Tone::faint, "  (cannot be started by hand)");
  if (const std::string_view note = state_note(workflow.state); !note.empty())
    text += "  " + style.paint(Tone::doubtful, fmt::format("({})", note));
  text += "\n" + inputs_table(workflow, style);
  for (const protocol::WorkflowProblem& problem : workflow.problems) {
    const Tone tone = problem.severity == "error" ? Tone::bad : Tone::doubtful;
    const std::string line = problem.range ? fmt::format("line {}: ", problem.range->start.line + 1) : "";
    text += fmt::format("    {}: {}{}\n", style.paint(tone, shown(problem.severity)), line,
                        printable(problem.message));
  }
  return text;
}

std::string notes_text(const protocol::WorkflowsList& list, const Style& style) {
  std::string text;
  for (const std::string& note : list.notes.value_or(std::vector<std::string>{}))
    text += style.paint(Tone::doubtful, printable(note)) + "\n";
  return text;
}

Tone tone_of_check(std::string_view state) {
  if (state == "ok") return Tone::good;
  return state == "warn" ? Tone::doubtful : Tone::bad;
}

/// What an argument on the command line would settle.
std::string argument_for(std::string_view missing) {
  constexpr std::string_view input = "inputs.";
  if (missing.starts_with(input)) return fmt::format("-i {}=…", shown(missing.substr(input.size())));
  if (missing == "confirmed") return "--yes";
  if (missing == "file") return "FILE";
  if (missing == "component") return "--component ID";
  return fmt::format("--{} …", shown(missing));
}

std::string hint_for(const Error& error) {
  if (error.advice) return printable(*error.advice);
  switch (error.kind) {
  case ErrorKind::noToken:
  case ErrorKind::tokenRejected: return "`unify-ls token set` stores a new one.";
  case ErrorKind::outcomeUnknown: return "`unify-ls runs` tells more.";
  case ErrorKind::network:
  case ErrorKind::tls:
  case ErrorKind::proxy:
  case ErrorKind::timeout:
  case ErrorKind::secretStore: return "`unify-ls doctor` looks for the cause.";
  case ErrorKind::notManual: return "`unify-ls workflows` lists those that can be started.";
  case ErrorKind::duplicate: return "Add --force to start it again.";
  case ErrorKind::needsInput: break;
  default: return "";
  }
  std::vector<std::string> arguments;
  for (const std::string& missing : error.missing) arguments.push_back(argument_for(missing));
  return arguments.empty() ? "" : fmt::format("Add {}.", fmt::join(arguments, " "));
}

} // namespace

std::string workflows_text(const protocol::WorkflowsList& list, const Style& style, WallTime now) {
  if (list.workflows.empty() && list.source == "workingCopy")
    return "There is no remote, and no workflow in the working copy can be started by hand; --all lists the "
           "others.\n" +
           notes_text(list, style);
  if (list.workflows.empty())
    return fmt::format("No workflow on {} can be started by hand; --all lists the others.\n",
                       list.branch.empty() ? "this branch" : shown(list.branch)) +
           notes_text(list, style);
  std::string text = where_from(list, now) + "\n";
  text += notes_text(list, style);
  for (const protocol::Workflow& workflow : list.workflows) text += "\n" + workflow_text(workflow, style);
  return text;
}

std::string token_text(const protocol::TokenStatus& status, const Style& style, WallTime now) {
  std::string text = printable(commands::status_sentence(status, now)) + "\n";
  // Why this store is taken is a matter of `doctor`; why none is, of everybody.
  if (status.storeReason && status.store.empty())
    text += style.paint(Tone::faint, printable(*status.storeReason)) + "\n";
  return text;
}

bool any_failed(const protocol::DoctorReport& report) {
  return std::ranges::find(report.checks, "fail", &protocol::DoctorCheck::state) != report.checks.end();
}

std::string doctor_text(const protocol::DoctorReport& report, const Style& style) {
  std::vector<Row> rows;
  for (const protocol::DoctorCheck& check : report.checks) {
    rows.push_back(
        {{check.state, tone_of_check(check.state)}, {shown(check.name)}, {printable(check.detail)}});
    if (check.remedy) rows.push_back({{""}, {""}, {"-> " + printable(*check.remedy), Tone::strong}});
  }
  return table_text(rows, style);
}

std::string error_text(const Error& error, const Style& style) {
  std::string text;
  if (error.platform_message)
    text += fmt::format("The platform said: {}\n", printable(*error.platform_message));
  text += fmt::format("{} {}", style.paint(Tone::bad, "unify-ls:"), printable(error.message));
  if (const std::string hint = hint_for(error); !hint.empty()) text += " " + hint;
  return text + "\n";
}

} // namespace unify_ls::cli
