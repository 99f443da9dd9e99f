#pragma once

#include "protocol/unify.h"
#include "server/commands/form.h"
#include "server/commands/run_inputs.h"
#include "server/commands/run_request.h"
#include "server/commands/services.h"

#include <optional>

namespace unify_ls::commands {

/// What somebody wants to run, as far as they said it.
struct RunWish {
  protocol::WorkflowRunArgs args;
  EarlierInputs earlier{};
};

/// How far the planning came.
struct RunPlan {
  /// Everything is known and consented to; otherwise the form has questions, or the person said no.
  std::optional<RunRequest> ready{};
  bool declined = false;
  /// Arguments that say the same without a question: the run, or the no.
  protocol::WorkflowRunArgs complete{};
  /// The confirmation that a person gave; it is used up by the run.
  std::optional<std::string> confirmation{};
  /// The person was told of the same run moments ago, or the caller insists.
  bool may_repeat = false;
  /// Who consented knew that the run cannot be written down, or accepts that as a caller.
  bool accepts_no_journal = false;
  bool follow = true;
};

/// Walks through everything that a run needs: folder, branch, file, component, inputs, consent. What the
/// arguments lack and no answer gives is asked in the form. Used by resolve and execute alike, so that both
/// mean the same.
Task<Result<RunPlan>> plan_run(const Services& services, RunWish wish, Form& form);

} // namespace unify_ls::commands
