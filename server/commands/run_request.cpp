#include "server/commands/run_request.h"

#include "server/state/random_id.h"

#include <algorithm>

namespace unify_ls::commands {

std::string_view name_of(RunWarning::Kind kind) {
  switch (kind) {
  case RunWarning::Kind::protected_branch: return "protected";
  case RunWarning::Kind::duplicate: return "duplicate";
  case RunWarning::Kind::modified: return "modified";
  case RunWarning::Kind::unpushed: return "unpushed";
  case RunWarning::Kind::no_remote: return "noRemote";
  case RunWarning::Kind::no_journal: return "noJournal";
  case RunWarning::Kind::new_component: return "newComponent";
  case RunWarning::Kind::unusable_default: return "unusableDefault";
  }
  return "";
}

bool RunRequest::warns_of(RunWarning::Kind kind) const {
  return std::ranges::find(warnings, kind, &RunWarning::kind) != warnings.end();
}

platform::TriggerRequest to_trigger(const RunRequest& request) {
  platform::TriggerRequest trigger{
      .component_id = request.component.component_id, .branch = request.branch, .file = request.file};
  for (const workflow::SentInput& input : request.inputs)
    trigger.inputs.emplace_back(input.name, input.value);
  return trigger;
}

state::JournalRun to_journal(const RunRequest& request, WallTime now) {
  state::JournalRun run{.id = state::random_id(),
                        .origin = request.origin,
                        .folder = request.folder,
                        .component = request.component,
                        .file = request.file,
                        .branch = request.branch,
                        .commit = request.commit.value_or(""),
                        .requested_at = now};
  for (const workflow::SentInput& input : request.inputs) {
    const auto declared = std::ranges::find(request.declared, input.name, &workflow::Input::name);
    const std::string description =
        declared == request.declared.end() ? "" : declared->description.value_or("");
    run.inputs.push_back(state::remembered_input(input.name, input.value, description));
  }
  return run;
}

} // namespace unify_ls::commands
