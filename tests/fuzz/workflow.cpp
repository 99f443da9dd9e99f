// Workflow files: whatever the YAML, there is a workflow within its limits, with problems that lie in the
// text.
#include "protocol/utf8.h"
#include "server/base/text.h"
#include "server/workflow/inputs.h"
#include "server/workflow/reader.h"
#include "server/workflow/yaml_tree.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>

namespace unify_ls::fuzz {
namespace {

void expect_in_text(const workflow::Range& range, unsigned lines) {
  expect(range.start <= range.end, "a range does not end before it starts");
  expect(range.end.line <= lines, "a range lies in its text");
  expect(range.start.utf16 <= range.start.utf8, "a text has no more UTF-16 units than bytes");
}

void expect_usable(const workflow::Input& input) {
  expect(!input.name.empty(), "an input has a name");
  expect(input.options.size() <= workflow::max_options, "an input has no more options than the limit");
  const auto meant = workflow::usable_default(input);
  if (!meant || workflow::must_be_given(input)) return;
  const auto sent = workflow::check_input(input, workflow::GivenValue(*input.default_text));
  expect(sent && *sent == meant, "a default that comes back untouched is sent as it is meant");
}

} // namespace

void examine(std::string_view text) {
  const workflow::Workflow read = workflow::read_workflow(text, "fuzz.yaml");
  const auto lines =
      static_cast<unsigned>(std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }));
  expect(read.inputs.size() <= workflow::max_inputs, "a workflow has no more inputs than the limit");
  expect(read.problems.size() <= workflow::max_problems, "a file has no more problems than the limit");
  expect(read.manual || read.inputs.empty(), "a workflow that nobody can start asks for nothing");
  for (const workflow::Problem& problem : read.problems) {
    expect(!problem.message.empty() && problem.message == printable(problem.message),
           "a problem is one printable line");
    if (problem.range) expect_in_text(*problem.range, lines);
  }
  for (const workflow::Input& input : read.inputs) {
    expect_in_text(input.range, lines);
    expect_usable(input);
  }
}

} // namespace unify_ls::fuzz
