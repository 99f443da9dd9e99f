#include "support.h"

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

const std::string header = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\n";

/// In the steps of a job whose two predecessors are there.
std::string in_step(const std::string& text) {
  return header +
         "on:\n  workflow_dispatch:\n    inputs:\n      where:\n        type: choice\n"
         "        options: [eu, us]\nenv:\n  REGION: x\njobs:\n"
         "  first:\n    outputs:\n      tag: x\n    steps:\n      - uses: docker://alpine\n        run: a\n"
         "  second:\n    needs: first\n    steps:\n      - id: build\n        uses: "
         "cloudbees-io/kaniko@v1\n" +
         text;
}

bool has(const Labels& labels, std::string_view label) {
  return std::ranges::find(labels, label) != labels.end();
}

} // namespace

TEST_CASE(
    "keys come by how often they are used, required ones first, and those that are there are left out") {
  CHECK(labels("▮") ==
        Labels{"apiVersion", "kind", "name", "on", "jobs", "metadata", "permissions", "env", "description"});
  CHECK(labels(header + "▮") ==
        Labels{"name", "on", "jobs", "metadata", "permissions", "env", "description"});
  CHECK(labels(header + "on:\n  schedule:\n    - ▮") == Labels{"cron"});
  CHECK(labels("kind: action\n▮", FileKind::action).at(1) == "name");
}

TEST_CASE("a blank line belongs to what its column says") {
  const std::string text = header + "jobs:\n  build:\n    steps:\n      - uses: docker://alpine\n";
  CHECK(has(labels(text + "        ▮\n"), "run"));
  CHECK(has(labels(text + "    ▮\n"), "needs"));
  CHECK_FALSE(has(labels(text + "    ▮\n"), "uses")); // it has steps
  CHECK(has(labels(text + "▮\n"), "permissions"));
  // At the place of the dashes another step begins.
  CHECK(taken(text + "      ▮", "uses") == text + "      - uses: ");
  CHECK(taken(text + "      - ▮", "uses") == text + "      - uses: ");
  // Too deep, or not deep enough: the line moves.
  CHECK(taken(text + "            ▮", "run") == text + "        run: ");
  CHECK(taken(text + "     ▮", "needs") == text + "    needs: ");
}

TEST_CASE("what is written fits into its place") {
  const std::string job = header + "jobs:\n  build:\n";
  CHECK(taken(job + "    st▮", "steps") == job + "    steps:\n      - ");
  CHECK(taken(job + "    w▮", "with") == job + "    with:\n      ");
  CHECK(taken(job + "    ▮:\n      - uses: x\n", "steps") == job + "    steps:\n      - uses: x\n");
  CHECK(taken(job + "    st▮\n      - uses: x\n", "steps") == job + "    steps:\n      - uses: x\n");
  CHECK(taken(job + "    vars:▮", "inherit") == job + "    vars: inherit");
  CHECK(taken(header + "on: [▮]\n", "push") == header + "on: [push]\n");
  CHECK(taken(header + "on: { ▮ }\n", "push") == header + "on: { push: }\n");
  // The file's own steps.
  const std::string wide = "on:\n    push:\n        branches:\n        - main\njobs:\n    a:\n        ▮";
  CHECK(taken(wide, "steps") == wide.substr(0, wide.find("▮")) + "steps:\n        - ");
  CHECK(taken("jobs:\r\n  a:\r\n    ▮\r\n", "with") == "jobs:\r\n  a:\r\n    with:\r\n      \r\n");
}

TEST_CASE("nothing is offered in comments, texts and names that an author chooses") {
  CHECK(labels(header + "# ▮").empty());
  CHECK(labels(header + "name: f▮").empty());
  CHECK(labels(header + "name: one\n  tw▮").empty());
  CHECK(labels(in_step("        run: |\n          us▮\n")).empty());
  CHECK(labels(header + "env:\n  ▮").empty());
}

TEST_CASE("values") {
  CHECK(labels("kind: ▮") == Labels{"workflow", "action", "CustomJob"});
  CHECK(labels(header + "permissions:\n  id-token: ▮") == Labels{"write", "none", "read"});
  CHECK(labels(header + "on:\n  workflow_call:\n    inputs:\n      a:\n        type: ▮") ==
        Labels{"string", "boolean", "number"});
  CHECK(labels(header + "on:\n  workflow_dispatch:\n    inputs:\n      a:\n        required: ▮") ==
        Labels{"true", "false"});
  CHECK(labels(header + "on:\n  workflow_dispatch:\n    inputs:\n      a:\n        options: [x, y]\n"
                        "        default: ▮") == Labels{"x", "y"});
}

TEST_CASE("a job can need those that do not wait for it") {
  const std::string text =
      header + "jobs:\n  a:\n    needs: b\n  b:\n    needs: ▮\n  c:\n    needs: [a]\n  d:\n    x: 1\n";
  CHECK(labels(text) == Labels{"d"});
  CHECK(labels(header + "jobs:\n  a:\n    x: 1\n  b:\n    x: 1\n  c:\n    needs: [a, ▮]\n") == Labels{"b"});
  CHECK(taken(header + "jobs:\n  a:\n    x: 1\n  c:\n    needs:\n      ▮\n", "a") ==
        header + "jobs:\n  a:\n    x: 1\n  c:\n    needs:\n      - a\n");
}

TEST_CASE("what is called says what can be passed") {
  const Labels inputs = labels(in_step("        with:\n          ▮"));
  REQUIRE(inputs.size() > 3);
  CHECK(inputs.front() == "destination");
  CHECK(
      labels(header + "jobs:\n  a:\n    steps:\n      - uses: docker://alpine\n        with:\n          ▮") ==
      Labels{"entrypoint", "args"});
  const Labels called =
      labels(header + "jobs:\n  a:\n    uses: ./.cloudbees/workflows/roll-out.yaml\n    with:\n      ▮");
  CHECK(has(called, "environment"));
  CHECK(has(labels(header + "jobs:\n  a:\n    uses: ▮"), "./.cloudbees/workflows/roll-out.yaml"));
  Usage used;
  used.images.insert("docker://golang:1.22");
  const Labels uses = labels(header + "jobs:\n  a:\n    steps:\n      - uses: ▮", FileKind::workflow, used);
  CHECK(has(uses, "docker://golang:1.22"));
  CHECK(has(uses, "./.cloudbees/actions/announce"));
  CHECK(has(uses, "cloudbees-io/checkout@v2"));
}

TEST_CASE("expressions: contexts of the place, and what is below them") {
  const Labels contexts = labels(in_step("      - run: ${{ ▮ }}\n"));
  CHECK(has(contexts, "steps"));
  CHECK(has(contexts, "fromJSON"));
  CHECK_FALSE(has(contexts, "failure"));
  CHECK_FALSE(has(contexts, "github"));
  CHECK(has(labels(in_step("      - if: fai▮\n")), "failure"));
  CHECK(labels(in_step("      - run: ${{ inputs.▮ }}\n")) == Labels{"where"});
  CHECK(labels(in_step("      - run: ${{ env.▮\n")) == Labels{"REGION"});
  CHECK(labels(in_step("      - run: ${{ needs.▮ }}\n")) == Labels{"first"});
  CHECK(labels(in_step("      - run: ${{ needs.first.outputs.t▮ }}\n")) == Labels{"tag"});
  CHECK(labels(in_step("      - run: ${{ needs['first'].▮ }}\n")) == Labels{"outputs"});
  CHECK(labels(in_step("      - run: ${{ needs[▮ }}\n")).at(0) == "first");
  CHECK(labels(in_step("      - run: ${{ steps.▮ }}\n")) == Labels{"build"});
  CHECK(has(labels(in_step("      - run: ${{ steps.build.outputs.▮ }}\n")), "digest"));
  CHECK(labels(in_step("      - run: ${{ steps.build.outputs.digest ▮ }}\n")).empty());
  CHECK(labels(in_step("      - run: ${{ cloudbees.api.▮ }}\n")) == Labels{"url", "token"});
  CHECK(labels(in_step("      - run: |\n          a\n          b ${{ cloudbees.api.▮ }}\n")) ==
        Labels{"url", "token"});
  CHECK(labels(in_step("      - run: ${{ 'inputs.▮' }}\n")).empty());
  CHECK(labels(in_step("      - run: ${{ x }} inputs.▮\n")).empty());
  const CursorText at(in_step("      - run: ${{ inputs.wh▮ere }}\n"));
  CHECK(at.text.substr(completed(at).word.begin, completed(at).word.size()) == "where");
}

TEST_CASE("a trigger is offered as a key and as an item, which are told apart") {
  const CursorText at(header + "on:\n  pu▮\n");
  std::vector<std::string> written;
  for (const Offer& offer : completed(at).offers)
    if (offer.label == "push") written.push_back(offer.text.substr(0, 7) + "|" + offer.detail);
  CHECK(written == std::vector<std::string>{"push:\n |", "- push|an item of a list"});
}

TEST_CASE("an image of the repository is written as it is, whatever a snippet would make of it") {
  for (const std::string image : {"a${x", "$REG/x", "a}b\\c", "${1:x}"}) {
    CAPTURE(image);
    Usage used;
    used.images.insert("docker://" + image);
    const CursorText at(header + "on:\n  push:\njobs:\n  ▮");
    const Completion completion = completed(at, FileKind::workflow, used);
    const auto job = std::ranges::find(completion.offers, "job with steps", &Offer::label);
    REQUIRE(job != completion.offers.end());
    CHECK(plain_text(*job).contains("uses: docker://" + image + "\n"));
  }
  CHECK(plain_text({.label = {}, .kind = OfferKind::skeleton, .text = "a${x", .snippet = true}) == "a${x");
}

TEST_CASE("a first item stands as deep as the list that is there") {
  const std::string list = header + "on:\n  push:\n    branches:\n      - main\njobs:\n  a:\n    steps:\n";
  const std::string beside = "    - name: x\n      uses: docker://a\n";
  CHECK(taken(list + "      ▮\n" + beside, "uses") == list + "    - uses: \n" + beside);
  CHECK(taken(list + "      ▮\n\n  # more\n" + beside, "uses") ==
        list + "    - uses: \n\n  # more\n" + beside);
  // A key at this column would have the list instead of `steps`.
  CHECK(taken(list + "    ▮\n" + beside, "uses") == list + "    - uses: \n" + beside);
  CHECK_FALSE(has(labels(list + "    ▮\n" + beside), "needs"));
  CHECK(taken(header + "jobs:\n  a:\n    if:\n    st▮\n" + beside, "steps") ==
        header + "jobs:\n  a:\n    if:\n    steps:\n" + beside);
  const std::string deeper = "        - name: x\n          uses: docker://a\n";
  CHECK(taken(list + "      ▮\n" + deeper, "step: check out") ==
        list + "        - name: Check out\n          uses: cloudbees-io/checkout@v1\n" + deeper);
}

TEST_CASE("nothing is offered directly behind what closes, or before what goes on") {
  const std::string job = header + "jobs:\n  b:\n    x: 1\n  a:\n";
  CHECK(labels(job + "    needs: ['a'▮]\n").empty());
  CHECK(labels(job + "    needs: ['c', ▮]\n") == Labels{"b"});
  CHECK(labels(job + "    needs: ['▮']\n") == Labels{"b"});
  CHECK(labels(job + "    needs: [▮'c']\n").empty());
  CHECK(labels(job + "    steps: [{uses: 'docker://a'▮, run: x}]\n").empty());
  CHECK(taken(job + "    steps: [{uses: 'docker://a', ▮}]\n", "name") ==
        job + "    steps: [{uses: 'docker://a', name: }]\n");
  CHECK(labels(job + "    steps: [{uses: 'docker://a', ▮ run: x}]\n").empty());
  CHECK(labels(job + "    secrets:▮ {a: b}\n").empty());
  CHECK(labels(job + "    secrets: ▮\n      a: b\n").empty());
  CHECK(labels(job + "    needs: {▮}\n").empty());
  CHECK(labels(header + "on:\n  push:\n    branches: [ma▮[0-9]]\n").empty());
  // The word is an anchor, an alias, a dash.
  CHECK(labels(job + "    steps:\n      - &st▮ep\n        name: A\n      - <<: *step\n").empty());
  CHECK(labels(job + "    needs: &n b\n  c:\n    needs: *n▮\n").empty());
  CHECK(labels(job + "    steps:\n      ▮- name: A\n        uses: docker://a\n").empty());
}

TEST_CASE("whole files, jobs and steps are offered where they can begin, and are what they should be") {
  for (const auto& [text, kind] : {std::pair{"▮", FileKind::workflow}, std::pair{"▮", FileKind::action}}) {
    const CursorText at(text);
    const Completion completion = completed(at, kind);
    std::size_t skeletons = 0;
    for (const Offer& offer : completion.offers) {
      if (offer.kind != OfferKind::skeleton) continue;
      ++skeletons;
      const SourceTree source(accepted(at.text, completion, offer));
      INFO(source.text());
      CHECK_FALSE(source.refusal());
      for (const Finding& finding : check(read_model(source, kind), CleanRepository()))
        CHECK(finding.severity >= Severity::information);
    }
    CHECK(skeletons > 0);
  }
  const std::string job = header + "on:\n  push:\njobs:\n  ▮";
  const SourceTree source(taken(job, "job with steps"));
  INFO(source.text());
  CHECK_FALSE(source.refusal());
  CHECK(read_model(source, FileKind::workflow).jobs.at(0).sort == JobSort::standard);
  // A dash and its blank are two columns, whatever the file's steps are.
  CHECK(taken("jobs:\n    a:\n        needs: b\n    ▮", "job with steps") ==
        "jobs:\n    a:\n        needs: b\n    build:\n        steps:\n            - name: Build\n"
        "              uses: docker://alpine:3.20\n              run: |\n                  ");
  const std::string flush = "jobs:\n   a:\n      steps:\n      - run: x\n   ";
  CHECK(taken(flush + "▮", "job with steps") ==
        flush + "build:\n      steps:\n      - name: Build\n        uses: docker://alpine:3.20\n"
                "        run: |\n           ");
  CHECK_FALSE(taken(header + "jobs: {▮}\n", "job with steps").contains("build"));
  const std::string step = header + "jobs:\n    a:\n        steps:\n            - ▮";
  const SourceTree steps(taken(step, "step: build an image"));
  INFO(steps.text());
  CHECK_FALSE(steps.refusal());
  CHECK(read_model(steps, FileKind::workflow).steps.at(0).find("with") != nullptr);
}
