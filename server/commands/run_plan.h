#pragma once

#include "protocol/unify.h"
#include "server/commands/consent.h"
#include "server/commands/form.h"
#include "server/commands/run_request.h"
#include "server/commands/services.h"

#include <optional>
#include <vector>

namespace unify_ls::commands {

/// How far the planning came.
struct RunPlan {
  /// Everything is known and consented to; otherwise the form has questions, or the person said no.
  std::optional<RunRequest> ready{};
  bool declined = false;
  /// Arguments that say the same without a question: the run, or the no.
  protocol::WorkflowRunArgs complete{};
  /// Good for this run, and for one.
  Consent consent{};
  bool follow = true;
};

/// Walks through everything that a run needs: folder, branch, file, component, inputs, consent. What the
/// arguments lack and no answer gives is asked in the form; `earlier` are the inputs of a run that is to be
/// started again. Used by resolve and execute alike, so that both mean the same.
Task<Result<RunPlan>> plan_run(const Services& services, protocol::WorkflowRunArgs args,
                               std::vector<runs::RunInput> earlier, Form& form);

} // namespace unify_ls::commands
