#pragma once

#include "server/base/clock.h"
#include "server/commands/discovery.h"
#include "server/platform/model.h"
#include "server/runs/run.h"
#include "server/workflow/inputs.h"

#include <optional>
#include <string>
#include <vector>

namespace unify_ls::commands {

/// What a person should know before a run starts. The kind is part of what they consent to; the text is not.
struct RunWarning {
  enum class Kind {
    protected_branch,
    duplicate,
    modified,
    unpushed,
    no_remote,
    no_journal,
    new_component,
    unusable_default
  };
  Kind kind;
  std::string text;
};

std::string_view name_of(RunWarning::Kind kind);

/// A run that is ready to be confirmed and started, with what a person is shown of it and the inputs as they
/// are sent.
struct RunRequest {
  runs::Run run;                         ///< as it will be written down, without inputs that may be secrets
  std::vector<workflow::SentInput> sent; ///< all inputs, in the author's order
  std::vector<workflow::Input> declared; ///< the workflow's own, for descriptions and for what was left out
  std::string path;                      ///< of the workflow file, below the root
  FoundBy how = FoundBy::setting;        ///< the component was found
  std::string branch_note;               ///< how the branch came about, where that has to be said
  std::string subject;                   ///< of the commit
  std::optional<WallTime> fetched_at;
  std::vector<RunWarning> warnings;
  /// What is sent stands in a run document, which whoever writes to the repository may have written.
  bool from_document = false;

  bool warns_of(RunWarning::Kind kind) const;
};

platform::TriggerRequest to_trigger(const RunRequest& request);

/// The inputs as they may be written down.
std::vector<runs::RunInput> remembered_inputs(const RunRequest& request);

} // namespace unify_ls::commands
