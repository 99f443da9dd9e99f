#pragma once

#include "server/base/error.h"
#include "server/commands/form.h"
#include "server/commands/questions.h"
#include "server/runs/run.h"
#include "server/workflow/inputs.h"

#include <boost/json/object.hpp>

#include <optional>
#include <vector>

namespace unify_ls::commands {

/// Every input as it will be sent. An answer wins over an argument. With `given`, even an empty one, only
/// required inputs that are missing are asked; without it all of them are, filled in with the
/// values of an `earlier` run or the author's defaults; what that one withheld as a secret is asked for in
/// any case. Nothing while a question is open; invalidInputs for an argument that no question can correct.
Result<std::optional<std::vector<workflow::SentInput>>>
settle_inputs(const workflow::Workflow& workflow, const std::optional<boost::json::object>& given,
              const std::vector<runs::RunInput>& earlier, const InputAsking& asking, Form& form);

} // namespace unify_ls::commands
