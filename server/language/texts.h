#pragma once

#include "server/documents/documents.h"
#include "server/language/analysis.h"
#include "server/language/diagnostics.h"
#include "server/language/runnables.h"
#include "server/language/workspace.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::language {

/// The open texts, each version read once, and what is known around them.
class Texts {
 public:
  /// `documents` outlives it; others may read them too.
  explicit Texts(documents::Documents& documents) : documents_(documents) {}

  documents::Documents& documents() { return documents_; }

  const documents::Documents& documents() const { return documents_; }

  Workspace& workspace() { return workspace_; }

  Runnables& runnables() { return runnables_; }

  /// The text as it stands now; null unless it is open and ours. Whoever holds it keeps that version.
  std::shared_ptr<const Analysis> read(std::string_view uri);

  /// What is known around a text, for what looks into it.
  WorkspaceSources sources(const Analysis& analysis);

  /// Everything that is to be said of it, what is silenced left out.
  std::vector<workflow::Finding> findings(const Analysis& analysis);

  void forget(std::string_view uri);

  /// What a repository's settings silence. False when nothing changed.
  bool set_ignored(const std::string& root, IgnoredCodes codes);

 private:
  documents::Documents& documents_;
  Workspace workspace_{documents_};
  Runnables runnables_;

  struct Kept {
    std::uint64_t revision = 0;
    std::shared_ptr<const Analysis> analysis;
  };

  std::map<std::string, Kept, std::less<>> read_;
  std::map<std::string, IgnoredCodes> ignored_;
};

} // namespace unify_ls::language
