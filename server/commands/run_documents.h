#pragma once

#include "server/commands/services.h"
#include "server/workflow/checks/runnable.h"
#include "server/workflow/run_document/run_document.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Run documents as commands take them: the server's own copy of an open text, else the file.
namespace unify_ls::commands {

inline constexpr std::string_view presets_folder = ".cloudbees/presets";
/// Presets of one repository that a form offers.
inline constexpr std::size_t max_offered_presets = 100;
inline constexpr std::size_t max_preset_name = 100;

struct GivenDocument {
  workflow::RunDocument document;
  /// The folder that it is about; empty where it says none and lies in no repository.
  std::string folder;
};

/// By its URI or absolute path. notFound where there is none, invalidInputs for one that says something
/// wrong: the first such thing, with its line.
Result<GivenDocument> read_document(const Workspace& workspace, const std::string& document);

/// Where a preset of that name lies, below the root. invalidInputs for what is no name.
Result<std::string> preset_path(std::string_view name);

/// The names of the presets in a working copy, sorted.
std::vector<std::string> preset_names(const std::string& root);

/// What can be started where a document says that lies at a path, empty for one that is no file. What cannot
/// be told is left open, and nothing is said of it.
Task<workflow::Runnable> runnable_at(const Workspace& workspace, std::string path, workflow::RunHead head);

} // namespace unify_ls::commands
