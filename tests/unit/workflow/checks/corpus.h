#pragma once

#include "server/workflow/checks/check.h"

#include <filesystem>
#include <string>
#include <vector>

/// The workflows of our own in tests/corpus.
namespace unify_ls::workflow::testing {

std::filesystem::path corpus(std::string_view part);

std::string content_of(const std::filesystem::path& file);

/// Every file below a folder, sorted.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

/// `clean` stands for the folder `.cloudbees` of a repository: what is there is known, all else is absent.
class CleanRepository : public Sources {
 public:
  Called local(CalledKind kind, std::string_view path) const override;
  Called elsewhere(CalledKind kind, std::string_view repository, std::string_view path) const override;
  std::vector<std::string> local_paths(CalledKind kind) const override;
};

std::string path_in_repository(const std::filesystem::path& clean_file);

std::vector<Finding> findings_in(const SourceTree& source, std::string_view path,
                                 const Sources& sources = CleanRepository());

/// `error needs-unknown at 9:13: There is no job …`, one a line.
std::string shown(const SourceTree& source, const std::vector<Finding>& findings);

std::string_view severity_name(Severity severity);

} // namespace unify_ls::workflow::testing
