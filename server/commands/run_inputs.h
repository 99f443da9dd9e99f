#pragma once

#include "server/base/error.h"
#include "server/commands/form.h"
#include "server/commands/questions.h"
#include "server/workflow/inputs.h"

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unify_ls::commands {

/// What an earlier run was given.
struct EarlierInputs {
  /// What a question is filled in with, instead of the author's default.
  std::map<std::string, std::string> values{};
  /// Inputs whose values were not kept because they may be secrets: asked in any case.
  std::set<std::string> withheld{};
};

/// Every input as it will be sent. An answer wins over an argument. With `given`, even an empty one, only
/// required inputs that are missing are asked; without it all of them are, filled in with `earlier` values or
/// the author's defaults. Nothing while a question is open; invalidInputs for an argument that no question
/// can correct.
Result<std::optional<std::vector<workflow::SentInput>>>
settle_inputs(const workflow::Workflow& workflow, const std::optional<boost::json::object>& given,
              const EarlierInputs& earlier, const InputAsking& asking, Form& form);

} // namespace unify_ls::commands
