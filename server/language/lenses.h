#pragma once

#include "protocol/lsp_place.h"
#include "server/documents/positions.h"
#include "server/language/analysis.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::language {

/// The last run of a workflow that was started from here.
struct LastRun {
  std::string id;
  std::string state; ///< for a person: "succeeded, 3 min ago"
  bool has_page = false;
};

/// Above `workflow_dispatch`: starting a run, starting the last one again, and what became of that.
std::vector<protocol::CodeLens> run_lenses(const Analysis& analysis, const std::optional<LastRun>& last,
                                           documents::Encoding encoding);

/// Above `workflow_call`: how many files of the repository call this one.
protocol::CodeLens callers_lens(const Analysis& analysis, const workflow::YamlNode& call, std::size_t callers,
                                documents::Encoding encoding);

/// The name of a trigger in a text; null where the text does not have it.
const workflow::YamlNode* trigger_name(const Analysis& analysis, std::string_view trigger);

} // namespace unify_ls::language
