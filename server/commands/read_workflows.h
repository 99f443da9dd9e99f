#pragma once

#include "server/base/task.h"
#include "server/git/workflow_files.h"
#include "server/workflow/workflow.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace unify_ls::commands {

/// Reads a workflow file and gives way meanwhile. Both views outlive it.
Task<workflow::Workflow> read_in_turns(std::string_view text, std::string_view file_name);

/// What was read out of workflow files, kept by git's id of their text, which always reads the same: most of
/// a list is unchanged since the last one. Loop thread only.
class ReadWorkflows {
 public:
  /// The file's workflow; one with nothing but a name where it has no text that can be read.
  Task<workflow::Workflow> of(const git::WorkflowFile& file);

 private:
  using Key =
      std::pair<std::string, std::string>; ///< object and name, which is what a file without `name` is called
  std::map<Key, workflow::Workflow> kept_;
};

} // namespace unify_ls::commands
