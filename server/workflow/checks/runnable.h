#pragma once

#include "server/workflow/workflow.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// What can be started where a run document says. A problem is a sentence, and empty where there is none.
struct Runnable {
  /// The workflow that the document names, as it would run; nothing where there is no such.
  std::optional<Workflow> workflow{};
  std::string workflow_problem{};
  std::string branch{}; ///< that is meant
  std::string branch_problem{};
  std::string folder_problem{};
  bool may_name_folder = false;         ///< the document lies in no repository
  std::vector<std::string> workflows{}; ///< all that a person can start there
  std::vector<std::string> branches{};  ///< of the remote

  const Input* find_input(std::string_view name) const {
    if (!workflow) return nullptr;
    const auto found = std::ranges::find(workflow->inputs, name, &Input::name);
    return found == workflow->inputs.end() ? nullptr : &*found;
  }
};

} // namespace unify_ls::workflow
