#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/source_tree.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace unify_ls::language {

/// Comments that silence findings: `# unify-ls: ignore CODE…` at the end of a line or alone above it, and
/// `# unify-ls: ignore-file CODE…` before the first line of the file that is no comment. A finding inside a
/// text of several lines is also silenced where that text begins.
class Suppressions {
 public:
  explicit Suppressions(const workflow::SourceTree& source);

  bool silence(const workflow::Finding& finding) const;

 private:
  using Codes = std::set<std::string, std::less<>>;

  const workflow::SourceTree& source_;
  Codes whole_file_;
  std::map<unsigned, Codes> lines_;
};

/// The line in which a finding is silenced: its own, or, where it is in a text of several lines or behind the
/// end of one, the line in which that text begins.
unsigned silenced_line(const workflow::SourceTree& source, std::size_t byte);

/// The edits that add such comments.
workflow::TextEdit ignore_line(const workflow::SourceTree& source, const workflow::Finding& finding);
workflow::TextEdit ignore_file(const workflow::SourceTree& source, const workflow::Finding& finding);

} // namespace unify_ls::language
