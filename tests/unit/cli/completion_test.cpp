#include "server/cli/completion.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::cli;

namespace {

/// What is offered without looking at a repository, apart by blanks.
std::string offered(std::vector<std::string> words) {
  const CompletionPoint point = completion_point(words);
  std::string text;
  for (const Candidate& candidate : known_candidates(point))
    if (candidate.value.starts_with(point.word)) text += (text.empty() ? "" : " ") + candidate.value;
  return text;
}

commands::Candidates kind(std::vector<std::string> words) {
  const CompletionPoint point = completion_point(words);
  return point.of != nullptr ? point.of->candidates : commands::Candidates::none;
}

} // namespace

TEST_CASE("verbs and flags come from the tables") {
  CHECK(offered({"ru"}) == "run runs");
  CHECK(offered({"tok"}) == "token");
  CHECK(offered({"token", "s"}) == "set status");
  CHECK(offered({"run", "a.yaml", "--f"}) == "--force --follow --folder");
  CHECK(offered({"completion", ""}) == "bash zsh fish");
  CHECK(offered({"--confirm", ""}) == "always never");
  CHECK(offered({"--confirm=n"}) == "never");
  CHECK(offered({"run", "a.yaml", ""}).empty());
}

TEST_CASE("what stands in a place is known by the flag or the operand") {
  using commands::Candidates;
  CHECK(kind({"run", ""}) == Candidates::workflows);
  CHECK(kind({"run", "a.yaml", ""}) == Candidates::none);
  CHECK(kind({"run", "--yes", ""}) == Candidates::workflows);
  CHECK(kind({"run", "a.yaml", "-i", "x"}) == Candidates::inputs);
  CHECK(kind({"run", "a.yaml", "--input", "x=1"}) == Candidates::inputs);
  CHECK(kind({"--branch", "x"}) == Candidates::branches);
  CHECK(kind({"run", "--branch=fe"}) == Candidates::branches);
  CHECK(kind({"follow", ""}) == Candidates::runs);
  CHECK(kind({"check", "a.yaml", ""}) == Candidates::files);
  CHECK(kind({"--folder", ""}) == Candidates::folders);
}

TEST_CASE("what is printed continues the word, and carries nothing that steers a terminal") {
  const CompletionPoint point = completion_point(std::vector<std::string>{"run", "--branch=fe"});
  CHECK(candidates_text(point, {{"feature/x", "a\tb"}, {"main"}, {"fe\x1b[31m"}, {"fe\nx"}}) ==
        "--branch=feature/x\ta b\n");
}
