#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The files of the corpus in the ways in which people could have written them.
namespace unify_ls::workflow::testing {

struct CorpusText {
  std::string path; ///< in its repository
  std::string text;
};

/// A file of the corpus; of a mistake what stands before its fix.
CorpusText read_corpus(const std::filesystem::path& file);

/// The text itself and as it could have come from GitHub, both of them with each depth of flow style, with
/// other line ends, with a byte order mark, and without a last line end.
std::vector<std::string> variants_of(const std::string& text);

} // namespace unify_ls::workflow::testing
