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

} // namespace

TEST_CASE("needs becomes a list, and a condition gets its braces") {
  CHECK(rewritten("jobs:\n  a:\n    needs: 'b▮'\n") == "jobs:\n  a:\n    needs: ['b']\n");
  CHECK(rewritten("jobs:\n  a:\n    needs: [b▮]\n") == "0");
  CHECK(rewritten("jobs:\n  a:\n    if: x ▮== y\n") == "jobs:\n  a:\n    if: ${{ x == y }}\n");
  CHECK(rewritten("jobs:\n  a:\n    if: \"x▮\"\n") == "jobs:\n  a:\n    if: \"${{ x }}\"\n");
  CHECK(rewritten("jobs:\n  a:\n    if: ${{ x▮ }}\n") == "0");
  CHECK(rewritten("jobs:\n  a:\n    if: true▮\n") == "0");
}
