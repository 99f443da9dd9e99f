#pragma once

#include "server/workflow/position.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unify_ls::workflow {

/// An error is what the platform documents as wrong; its real schema cannot be read, so whatever is merely
/// unknown is a warning or an information. A hint is for what could be better.
enum class Severity { error, warning, information, hint };

/// What of a text cannot be read, where YAML itself is the matter.
enum class ProblemKind { other, duplicate_key, second_document, too_large, too_deep, too_many };

/// Something about a workflow file that its author should know. The message is one line without control
/// characters.
struct Problem {
  Severity severity;
  std::string message;
  std::optional<Range> range{};
  ProblemKind kind = ProblemKind::other;
};

/// Problems kept of one file; more would hide those that matter.
inline constexpr std::size_t max_problems = 100;

inline void note(std::vector<Problem>& problems, Severity severity, std::string message, Range range,
                 ProblemKind kind = ProblemKind::other) {
  if (problems.size() == max_problems) return;
  problems.push_back({.severity = severity, .message = std::move(message), .range = range, .kind = kind});
}

} // namespace unify_ls::workflow
