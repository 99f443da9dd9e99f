#include "reading.h"
#include "server/language/hints.h"
#include "server/language/lenses.h"
#include "server/language/tokens.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::language;
using documents::Encoding;
using Lines = std::vector<std::string>;

namespace {

/// `type text` for each token.
Lines tokens(const Analysis& analysis, std::size_t from = 0) {
  Lines lines;
  protocol::Position at;
  const std::string_view text = analysis.source().text();
  const auto numbers = semantic_tokens(analysis, {from, text.size()}, Encoding::utf8);
  for (std::size_t i = 0; i < numbers.size(); i += 5) {
    at = {at.line + numbers[i], numbers[i] == 0 ? at.character + numbers[i + 1] : numbers[i + 1]};
    const std::size_t byte = documents::offset_of(text, at, Encoding::utf8);
    lines.push_back(fmt::format("{} {}", token_types.at(numbers[i + 3]), text.substr(byte, numbers[i + 2])));
  }
  return lines;
}

} // namespace

TEST_CASE("the words of expressions have their sorts, and so have the parts of a uses") {
  const Analysis analysis =
      workflow_text("jobs:\n  a:\n    if: contains(inputs.x, 'y') && true\n    steps:\n"
                    "      - uses: cloudbees-io/checkout@v1\n      - uses: docker://alpine\n"
                    "        run: echo ${{ env['A'] }} 2\n");
  CHECK(tokens(analysis) == Lines{"function contains", "namespace inputs", "property x", "string 'y'",
                                  "operator &&", "keyword true", "namespace cloudbees-io/checkout",
                                  "enumMember v1", "keyword ${{", "namespace env", "string 'A'",
                                  "keyword }}"});
  CHECK(tokens(analysis, analysis.source().text().find("docker")).front() == "keyword ${{");
}

TEST_CASE("schedules are told in words, long times in hours") {
  const Analysis analysis =
      workflow_text("on:\n  schedule:\n    - cron: '0 6 * * 1-5'\njobs:\n  a:\n    timeout-minutes: 4320\n"
                    "    steps:\n      - timeout-minutes: 120\n      - timeout-minutes: 150\n");
  Lines hints;
  for (const auto& hint : inlay_hints(analysis, {0, analysis.source().text().size()}, Encoding::utf16))
    hints.push_back(fmt::format("{} {}", hint.position.line, hint.label));
  CHECK(hints == Lines{"4 at 06:00, Monday to Friday UTC", "7 3 d", "10 2 h 30 min"});
  CHECK(inlay_hints(analysis, {0, 10}, Encoding::utf16).empty());
}

TEST_CASE("above workflow_dispatch stand what can be run and what was") {
  const Analysis analysis = workflow_text("on:\n  workflow_dispatch:\njobs: {}\n");
  CHECK(run_lenses(analysis, std::nullopt, Encoding::utf16).size() == 1);
  const auto lenses = run_lenses(analysis, LastRun{.id = "7", .state = "RUNNING, just now", .has_page = true},
                                 Encoding::utf16);
  REQUIRE(lenses.size() == 3);
  CHECK(lenses[0].command.command == "unify.workflow.run");
  CHECK(lenses[0].command.arguments->at(0).at("file") == "a.yaml");
  CHECK(lenses[1].command.command == "unify.workflow.runAgain");
  CHECK(lenses[2].command.title == "RUNNING, just now");
  CHECK(lenses[2].range.start.line == 3);
  CHECK(run_lenses(workflow_text("on: push\n"), std::nullopt, Encoding::utf16).empty());
}
