#pragma once

#include "server/language/analysis.h"
#include "server/language/place.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

namespace unify_ls::language {

inline constexpr std::string_view header = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n";

/// A workflow of a header and a text, in no repository.
inline Analysis workflow_text(const std::string& body) {
  return {"file:///r/.cloudbees/workflows/a.yaml", 3, std::string(header) + body,
          "/r/.cloudbees/workflows/a.yaml"};
}

/// A finding over the first place where `text` stands.
inline workflow::Finding finding_at(const Analysis& analysis, std::string_view text,
                                    workflow::Code code = workflow::Code::key_unknown) {
  const std::size_t at = analysis.source().text().find(text);
  REQUIRE(at != std::string_view::npos);
  return {.code = code,
          .severity = workflow::Severity::warning,
          .span = {at, at + text.size()},
          .message = fmt::format("{} is odd", text)};
}

inline workflow::Fix replace(const workflow::Finding& finding, const std::string& text, bool sure = true) {
  return {.title = "Write " + text, .edits = {{.span = finding.span, .text = text}}, .sure = sure};
}

} // namespace unify_ls::language
