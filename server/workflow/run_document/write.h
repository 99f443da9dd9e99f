#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// An input as it is written into a run document.
struct WrittenInput {
  std::string name;
  std::optional<std::string> value{}; ///< nothing: the place is left for a person to fill in
  std::string note{};                 ///< a comment behind it
};

/// A run document that is yet to be text.
struct WrittenRun {
  std::vector<std::string> remarks{}; ///< comments above all
  std::string folder{};               ///< empty: not said
  std::string workflow{};
  std::string branch{}; ///< empty: not said
  std::vector<WrittenInput> inputs{};
};

/// The document's text. Read again it says the same: names and values come back byte by byte, whatever they
/// hold, as long as they are UTF-8. Comments are made safe to be shown.
std::string run_document_text(const WrittenRun& run);

/// A scalar that YAML reads as this text and as nothing else: plain where it can be, else in quotes.
std::string yaml_scalar(std::string_view text);

} // namespace unify_ls::workflow
