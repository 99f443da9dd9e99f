#pragma once

#include "server/base/clock.h"
#include "server/commands/discovery.h"
#include "server/platform/model.h"
#include "server/state/journal_run.h"
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

/// A run, ready to be confirmed and started.
struct RunRequest {
  std::string origin;
  std::string folder; ///< root of the repository
  state::ComponentRecord component;
  FoundBy how = FoundBy::setting;
  std::string branch;
  std::string branch_note; ///< how it came about, where that has to be said
  std::optional<std::string> commit;
  std::string subject; ///< of the commit
  std::optional<WallTime> fetched_at;
  std::string file; ///< bare name
  std::string path; ///< below the root
  std::vector<workflow::SentInput> inputs;
  std::vector<workflow::Input> declared; ///< the workflow's own, for descriptions and for what was left out
  std::vector<RunWarning> warnings;

  bool warns_of(RunWarning::Kind kind) const;
};

platform::TriggerRequest to_trigger(const RunRequest& request);

/// The journal's entry before anything is sent.
state::JournalRun to_journal(const RunRequest& request, WallTime now);

} // namespace unify_ls::commands
