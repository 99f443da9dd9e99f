#include "server/workflow/checks/check.h"
#include "server/workflow/rewrites/rewrites.h"
#include "tests/unit/workflow/completion/support.h"

#include <fmt/format.h>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

std::string rewritten(const std::string& text) {
  const CursorText at(text);
  const SourceTree source(at.text);
  const auto rewrites = rewrites_at(read_model(source, FileKind::workflow), {at.byte, at.byte});
  return rewrites.size() == 1 ? applied(at.text, rewrites.front()) : std::to_string(rewrites.size());
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

TEST_CASE("needs that brackets would make something else of stays as it is") {
  for (const char* needs : {"${{ fromJSON('x') }}", "'${{ inputs.x }}'", "b, c", "!!str b", ":b", "'b"}) {
    CAPTURE(needs);
    CHECK(rewritten(fmt::format("jobs:\n  a:\n    needs: ▮{}\n", needs)) == "0");
  }
  CHECK(rewritten("jobs: {a: {needs: b▮}}\n") == "jobs: {a: {needs: [b]}}\n");
}

TEST_CASE("in a flow mapping a condition gets quotes too") {
  CHECK(rewritten("jobs: {a: {if: ▮success()}}\n") == "jobs: {a: {if: \"${{ success() }}\"}}\n");
  CHECK(rewritten("jobs: {a: {if: x == '▮y'}}\n") == "jobs: {a: {if: \"${{ x == 'y' }}\"}}\n");
  CHECK(rewritten("jobs: {a: {if: x == \"▮\\y\"}}\n") == "jobs: {a: {if: \"${{ x == \\\"\\\\y\\\" }}\"}}\n");
  CHECK(rewritten("jobs: {a: {if: '▮success()'}}\n") == "jobs: {a: {if: '${{ success() }}'}}\n");
  CHECK(rewritten("jobs:\n  a:\n    steps:\n      - {run: make, if: ▮success()}\n") ==
        "jobs:\n  a:\n    steps:\n      - {run: make, if: \"${{ success() }}\"}\n");
}

TEST_CASE("what several jobs have through an alias is offered once") {
  CHECK(rewritten("jobs:\n  a:\n    needs: &n ▮b\n  c:\n    needs: *n\n") ==
        "jobs:\n  a:\n    needs: &n [b]\n  c:\n    needs: *n\n");
  CHECK(rewritten("jobs:\n  a: &a\n    steps:\n      - if: ▮x\n  c: *a\n") ==
        "jobs:\n  a: &a\n    steps:\n      - if: ${{ x }}\n  c: *a\n");
}
