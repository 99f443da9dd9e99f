#include "server/base/text.h"
#include "server/base/time.h"
#include "server/cli/completion.h"
#include "server/cli/verbs.h"
#include "server/commands/names.h"
#include "server/commands/place.h"
#include "server/commands/run_documents.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

namespace name = commands::name;
using commands::Candidates;

/// The workflows of the folder, as far as git knows them: nobody waits, so nothing prompts and nothing is
/// asked.
Task<std::vector<protocol::Workflow>> workflows(const Terminal& terminal) {
  auto call = call_of_line(terminal, name::workflows_list);
  if (!call) co_return std::vector<protocol::Workflow>{};
  call->background = true;
  const auto outcome = co_await terminal.registry.execute(*std::move(call));
  if (!outcome) co_return std::vector<protocol::Workflow>{};
  co_return outcome->value.as<protocol::WorkflowsList>().workflows;
}

Task<std::vector<Candidate>> workflow_names(const Terminal& terminal) {
  std::vector<Candidate> candidates;
  const std::vector<protocol::Workflow> all = co_await workflows(terminal);
  for (const protocol::Workflow& workflow : all) candidates.push_back({workflow.file, workflow.name});
  co_return candidates;
}

/// NAME= first, and the options or the values of a boolean behind it.
std::vector<Candidate> inputs_of(const protocol::Workflow& workflow, std::string_view typed) {
  std::vector<Candidate> candidates;
  for (const protocol::WorkflowInput& input : workflow.inputs) {
    const std::string begun = input.name + "=";
    if (!typed.starts_with(begun)) {
      candidates.push_back({begun, input.description.value_or("")});
      continue;
    }
    std::vector<std::string> values = input.options.value_or(std::vector<std::string>{});
    if (input.type == "boolean") values = {"true", "false"};
    for (const std::string& value : values)
      candidates.push_back({begun + value, value == input.default_ ? "the default" : ""});
  }
  return candidates;
}

Task<std::vector<Candidate>> inputs(const Terminal& terminal, std::string typed) {
  std::string file = terminal.said.file.value_or("");
  if (file.empty()) { // `again`: the workflow of the run
    const auto run = co_await commands::find_run(terminal.services().workspace, terminal.services().runs,
                                                 terminal.said.id);
    if (run) file = run->file;
  }
  const std::vector<protocol::Workflow> all = co_await workflows(terminal);
  for (const protocol::Workflow& workflow : all)
    if (workflow.file == file || file.ends_with("/" + workflow.file)) co_return inputs_of(workflow, typed);
  co_return std::vector<Candidate>{};
}

std::vector<Candidate> presets(const Terminal& terminal) {
  std::vector<Candidate> candidates;
  const auto folder = commands::folder_of_call(terminal.services().workspace.folders, std::nullopt);
  if (folder)
    for (const std::string& preset : commands::preset_names(git::repository_folder(*folder)))
      candidates.push_back({preset});
  return candidates;
}

Task<std::vector<Candidate>> branches(const Terminal& terminal, std::string typed) {
  std::vector<Candidate> candidates;
  const auto listed =
      co_await terminal.registry.list_enum({.source = "branches", .config = std::nullopt, .query = typed});
  if (listed)
    for (const protocol::FormEntry& branch : *listed) candidates.push_back({branch.value});
  co_return candidates;
}

Task<std::vector<Candidate>> runs(const Terminal& terminal) {
  std::vector<Candidate> candidates;
  const auto known = co_await commands::runs_of_folder(terminal.services());
  if (known)
    for (const runs::Run& run : *known)
      candidates.push_back(
          {run.id, fmt::format("{} on {}, {}", run.file, run.branch,
                               relative_time(run.requested_at, terminal.services().clock.now()))});
  co_return candidates;
}

Task<std::vector<Candidate>> candidates_at(const Terminal& terminal, const CompletionPoint& point) {
  switch (point.of != nullptr ? point.of->candidates : Candidates::none) {
  case Candidates::workflows: co_return co_await workflow_names(terminal);
  case Candidates::presets: co_return presets(terminal);
  case Candidates::inputs: co_return co_await inputs(terminal, point.word);
  case Candidates::branches: co_return co_await branches(terminal, point.word);
  case Candidates::runs: co_return co_await runs(terminal);
  default: co_return known_candidates(point);
  }
}

} // namespace

Task<int> complete_line(const Terminal& terminal) {
  const CompletionPoint point = completion_point(terminal.options.to_complete);
  const Candidates kind = point.of != nullptr ? point.of->candidates : Candidates::none;
  if (kind == Candidates::files || kind == Candidates::folders) {
    terminal.output.print(kind == Candidates::files ? ":files\n" : ":folders\n");
    co_return all_well;
  }
  const std::vector<Candidate> candidates = co_await candidates_at(terminal, point);
  terminal.output.print(candidates_text(point, candidates));
  co_return all_well;
}

} // namespace unify_ls::cli
