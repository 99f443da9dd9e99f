#include "server/commands/run_request.h"

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
  platform::TriggerRequest trigger{.component_id = request.run.component.component_id,
                                   .branch = request.run.branch,
                                   .file = request.run.file};
  for (const workflow::SentInput& input : request.sent) trigger.inputs.emplace_back(input.name, input.value);
  return trigger;
}

std::vector<runs::RunInput> remembered_inputs(const RunRequest& request) {
  std::vector<runs::RunInput> inputs;
  for (const workflow::SentInput& input : request.sent) {
    const auto declared = std::ranges::find(request.declared, input.name, &workflow::Input::name);
    const std::string description =
        declared == request.declared.end() ? "" : declared->description.value_or("");
    inputs.push_back(runs::remembered_input(input.name, input.value, description));
  }
  return inputs;
}

} // namespace unify_ls::commands
