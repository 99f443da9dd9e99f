#include "server/workflow/checks/check.h"
#include "server/workflow/rewrites/rewrites.h"
#include "tests/unit/workflow/completion/support.h"

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

std::string rewritten(const std::string& text) {
  const CursorText at(text);
  const SourceTree source(at.text);
  const auto rewrites = rewrites_at(read_model(source, FileKind::workflow), {at.byte, at.byte});
  return rewrites.size() == 1 ? applied(at.text, rewrites.front()) : std::to_string(rewrites.size());
}

std::string converted(const std::string& text) {
  const SourceTree source(text);
  const Model model = read_model(source, FileKind::workflow);
  const auto fix = conversion_from_github(model, check(model, NoSources()));
  return fix ? applied(text, *fix) : "nothing to convert";
}

} // namespace

TEST_CASE("needs becomes a list, and a condition gets its braces") {
  CHECK(rewritten("jobs:\n  a:\n    needs: 'b▮'\n") == "jobs:\n  a:\n    needs: ['b']\n");
  CHECK(rewritten("jobs:\n  a:\n    needs: [b▮]\n") == "0");
  CHECK(rewritten("jobs:\n  a:\n    if: x ▮== y\n") == "jobs:\n  a:\n    if: ${{ x == y }}\n");
  CHECK(rewritten("jobs:\n  a:\n    if: \"x▮\"\n") == "jobs:\n  a:\n    if: \"${{ x }}\"\n");
  CHECK(rewritten("jobs:\n  a:\n    if: ${{ x▮ }}\n") == "0");
  CHECK(rewritten("jobs:\n  a:\n    if: true▮\n") == "0");
}

TEST_CASE("a workflow of GitHub Actions becomes one of Unify, with a comment where a person must decide") {
  const std::string text = converted(
      "name: CI\non:\n  push:\n    branches: [main]\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
      "    strategy:\n      matrix:\n        os: [a]\n    steps:\n      - uses: actions/checkout@v4\n"
      "      - name: Build\n        run: |\n          echo ${{ github.sha }}\n"
      "          echo \"v=1\" >> \"$GITHUB_OUTPUT\"\n");
  CHECK(text == "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\nname: CI\non:\n  push:\n    "
                "branches: [main]\n"
                "jobs:\n  test:\n    # TODO: `strategy` is a key of GitHub Actions: Unify does not know "
                "it.\n    strategy:\n"
                "      matrix:\n        os: [a]\n    steps:\n      - uses: cloudbees-io/checkout@v2\n"
                "      - uses: docker://alpine:3.20\n        name: Build\n        run: |\n          echo ${{ "
                "cloudbees.scm.sha }}\n"
                "          printf %s \"1\" > \"$CLOUDBEES_OUTPUTS/v\"\n");
  CHECK(converted("jobs:\n  a:\n    steps:\n      - uses: docker://alpine\n") == "nothing to convert");
}
