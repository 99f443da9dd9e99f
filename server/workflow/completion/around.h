#pragma once

#include "server/workflow/checks/called.h"
#include "server/workflow/model/model.h"
#include "server/workflow/schema/place.h"

#include <string>
#include <vector>

namespace unify_ls::workflow {

/// The job and the step that a place lies in; null outside of any.
const Job* job_at(const Model& model, const SchemaPlace& place);
const Step* step_at(const Model& model, const SchemaPlace& place);

/// What the step or the job around a place calls.
struct CalledAround {
  const YamlNode* uses = nullptr; ///< its `uses` or `delegates`; null where it has none
  CalledKind kind = CalledKind::action;
  CalledThing thing{};
};

CalledAround called_by(const Step& step, const Sources& sources);
CalledAround called_by(const Job& job, const Sources& sources);
CalledAround called_around(const Model& model, const SchemaPlace& place, const Sources& sources);

/// The outputs of a job or step, as far as anybody can know them: its own, or those of what it calls.
std::vector<std::string> outputs_of(const Job& job, const Sources& sources);
std::vector<std::string> outputs_of(const Model& model, const Step& step, const Sources& sources);

} // namespace unify_ls::workflow
