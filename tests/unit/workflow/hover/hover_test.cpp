#include "server/workflow/hover/hover.h"
#include "tests/unit/workflow/completion/support.h"

#include <chrono>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

const std::string header = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n";
constexpr CronTimes::Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 28);

/// What is said at `▮`; empty for nothing.
std::string said(const std::string& text) {
  const CursorText at(header + text);
  const SourceTree source(at.text);
  const auto hover = hover_at(read_model(source, FileKind::workflow), at.byte, CleanRepository(), now);
  if (hover) CHECK(hover->span.begin <= at.byte);
  if (hover) CHECK(at.byte <= hover->span.end);
  return hover ? hover->text : std::string();
}

const std::string jobs =
    "on:\n  workflow_dispatch:\n    inputs:\n      where:\n        type: choice\n"
    "        description: Where to\njobs:\n  first:\n    outputs:\n      tag: x1\n    steps:\n"
    "      - id: image\n        uses: cloudbees-io/kaniko@v1\n";

} // namespace

TEST_CASE("keys and values say what they are, and how that is known") {
  CHECK(said("jo▮bs:\n").contains("jobs run in parallel"));
  CHECK(said("jo▮bs:\n").contains("Documented by CloudBees"));
  CHECK(said("meta▮data:\n").contains("not documented"));
  CHECK(said("permissions:\n  id-token: wri▮te\n") == "`write`: May ask for identity tokens.");
  CHECK(said("on: [pu▮sh]\n").contains("pushed"));
  CHECK(said("unknown▮: x\n").empty());
  CHECK(said("name: te▮xt\n").empty());
}

TEST_CASE("a schedule says its times") {
  const std::string text = said("on:\n  schedule:\n    - cron: '0 6 ▮* * 1-5'\n");
  CHECK(text.starts_with("At 06:00, Monday to Friday (UTC).\n\nNext:\n* Mon 2026-11-30 06:00"));
  CHECK(said("on:\n  schedule:\n    - cron: 0 0 30 ▮2 *\n").ends_with("which never comes."));
  CHECK(said("on:\n  schedule:\n    - cron: 30 * ▮* * *\n")
            .starts_with("30 minutes past every hour (UTC).\n\nNext:"));
}

TEST_CASE("what is called says what it takes and gives") {
  const std::string action = said(jobs + "      - uses: cloudbees-io/che▮ckout@v1\n");
  CHECK(action.contains("`fetch-depth`, default `1`"));
  CHECK(action.contains("Published, as of"));
  CHECK(said(jobs + "      - uses: nobody/kn▮ows@v1\n").contains("Not known here"));
  CHECK(said(jobs + "      - uses: ./.cloudbees/actions/ta▮g\n").contains("Of this repository"));
  CHECK(said(jobs + "      - uses: docker://al▮pine\n").contains("The image"));
  CHECK(said(jobs + "        with:\n          destina▮tion: x\n").contains("required"));
}

TEST_CASE("in a text whose escapes are followed a name has its place, and nothing is said beside it") {
  const std::string run = jobs + "      - uses: docker://a\n        run: ";
  CHECK(said(run + "\"\\x1b[1m ${{ inputs.wh▮ere }}\"\n").contains("Where to"));
  CHECK(said(run + "\"\\x1b[1m hel▮lo ${{ inputs.where }}\"\n").empty());
  CHECK(said(run + "\"echo\xC2\x85  ${{ inputs.wh▮ere }}\"\n").empty());
}

TEST_CASE("names in jobs and expressions say what they mean") {
  CHECK(said(jobs + "  second:\n    needs: fir▮st\n").contains("Job `first` with one step"));
  CHECK(said(jobs + "      - run: ${{ inputs.whe▮re }}\n") == "Input `where` choice: Where to");
  const std::string long_inputs = "on:\n  workflow_dispatch:\n    inputs:\n      a:\n        type: string\n"
                                  "        default: " +
                                  std::string(5000, 'd') +
                                  "\n        description: " + std::string(5000, 'x') +
                                  "\njobs:\n  a:\n    steps:\n      - run: ${{ inputs.▮a }}\n";
  CHECK(said(long_inputs).starts_with("Input `a` string, default `ddd"));
  CHECK(said(long_inputs).size() < 400);
  CHECK(said(jobs + "      - run: ${{ inp▮uts.where }}\n").starts_with("`inputs`"));
  CHECK(said(jobs + "      - run: ${{ steps.ima▮ge.outputs.tag }}\n").contains("Step `image`"));
  CHECK(said(jobs + "      - run: ${{ cloudbees.scm.sh▮a }}\n").contains("commit of the workflow file"));
  CHECK(said(jobs + "      - run: ${{ toJ▮SON(x) }}\n").contains("`toJSON(…)`"));
  CHECK(said(jobs + "  second:\n    needs: first\n    if: needs.first.outputs.ta▮g\n").contains("`x1`"));
  CHECK(said(jobs + "      - run: ${{ git▮hub.sha }}\n").contains("GitHub"));
}

TEST_CASE("every position of the corpus can be asked") {
  std::size_t answered = 0;
  for (const CorpusText& file : corpus_texts()) {
    const SourceTree source(file.text);
    const Model model = read_model(source, file.kind);
    for (std::size_t at = 0; at <= file.text.size(); ++at) {
      const auto hover = hover_at(model, at, NoSources(), now);
      if (!hover) continue;
      ++answered;
      const bool here = hover->span.begin <= at && at <= hover->span.end;
      if (!here || hover->text.empty()) FAIL_CHECK(file.name, " at ", at);
    }
  }
  CHECK(answered > 10'000);
}
