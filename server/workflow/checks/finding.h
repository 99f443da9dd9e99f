#pragma once

#include "server/workflow/checks/codes.h"
#include "server/workflow/position.h"
#include "server/workflow/problem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::workflow {

/// Findings kept of one file; more would hide those that matter.
inline constexpr std::size_t max_findings = 100;

struct TextEdit {
  Span span; ///< empty for text that is only added
  std::string text;

  bool operator==(const TextEdit&) const = default;
};

/// A change that makes a finding go away. Edits do not overlap and stand in the order of the text.
struct Fix {
  std::string title;
  std::vector<TextEdit> edits;
  bool sure = true; ///< there is one thing to do, and this is it: "fix all" takes it
};

/// Another place of the same file that has to do with a finding.
struct RelatedPlace {
  Span span;
  std::string message;
};

enum class Tag : std::uint8_t { unnecessary, deprecated };

/// What a rule says about a file. The message is one printable line.
struct Finding {
  Code code;
  Severity severity;
  Span span;
  std::string message;
  std::vector<RelatedPlace> related{};
  std::optional<Tag> tag{};
  std::vector<Fix> fixes{};
};

} // namespace unify_ls::workflow
