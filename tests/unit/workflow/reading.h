#pragma once

#include "server/workflow/reader.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

/// Reading short workflows, and what came of it as a text to compare.
namespace unify_ls::workflow::testing {

using Options = std::vector<std::string>;

inline constexpr std::string_view header =
    "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: Test\n";

/// A workflow with a sound header.
inline Workflow with(std::string_view rest) {
  return read_workflow(std::string(header) + std::string(rest), "test.yaml");
}

/// A manual workflow whose one input `x` has these fields, in flow style.
inline Workflow with_input(std::string_view fields) {
  return with(fmt::format("on:\n  workflow_dispatch:\n    inputs:\n      x: {}\n", fields));
}

inline std::string names(const Workflow& workflow) {
  std::string out;
  for (const Input& input : workflow.inputs) out += input.name + " ";
  return out;
}

inline std::string_view severity_name(Severity severity) {
  if (severity == Severity::error) return "error";
  return severity == Severity::warning ? "warning" : "information";
}

/// One line for each problem: severity, line, message.
inline std::string problems(const Workflow& workflow) {
  std::string out;
  for (const Problem& problem : workflow.problems)
    out += fmt::format("{} {} {}\n", severity_name(problem.severity),
                       problem.range ? problem.range->start.line : 0, problem.message);
  return out;
}

} // namespace unify_ls::workflow::testing
