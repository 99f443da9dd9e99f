#include "reading.h"
#include "server/language/suppressions.h"
#include "server/workflow/checks/check.h"

#include <doctest/doctest.h>

using namespace unify_ls::language;
using unify_ls::workflow::Code;
using unify_ls::workflow::Finding;

namespace {

bool is_silent(const std::string& body, std::string_view at, Code code = Code::key_unknown) {
  const Analysis analysis = workflow_text(body);
  return Suppressions(analysis.source()).silence(finding_at(analysis, at, code));
}

} // namespace

TEST_CASE("a comment silences its codes on its line, or on the line below when it stands alone") {
  CHECK(is_silent("odd: 1 # unify-ls: ignore key-unknown\n", "odd"));
  CHECK(is_silent("odd: 1 # because, # unify-ls: ignore cron, key-unknown\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\r\nodd: 1\r\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\n# unify-ls: ignore cron\nodd: 1\n", "odd"));
  CHECK(is_silent("# unify-ls: ignore key-unknown\n# It is.\nodd: 1\n", "odd"));
  CHECK_FALSE(is_silent("odd: 1 # unify-ls: ignore cron\n", "odd"));
  CHECK_FALSE(is_silent("odd: 1 # unify-ls: ignored key-unknown\n", "odd"));
  CHECK_FALSE(is_silent("# unify-ls: ignore key-unknown\n\nodd: 1\n", "odd"));
  CHECK_FALSE(is_silent("a: 1 # unify-ls: ignore key-unknown\nodd: 1\n", "odd"));
}

TEST_CASE("a whole file is silenced at its top alone") {
  const Analysis top("", 1,
                     "# A file.\n# unify-ls: ignore-file key-unknown\n\n" + std::string(header) + "odd: 1\n",
                     "/r/.cloudbees/workflows/a.yaml");
  CHECK(Suppressions(top.source()).silence(finding_at(top, "odd")));
  CHECK_FALSE(is_silent("# unify-ls: ignore-file key-unknown\nodd: 1\n", "odd"));
}

TEST_CASE("what stands inside a script is silenced where the script begins") {
  CHECK(is_silent("# unify-ls: ignore key-unknown\nrun: |\n  one\n  odd\n", "odd"));
  CHECK(is_silent("run: | # unify-ls: ignore key-unknown\n  one\n  odd\n", "odd"));
  CHECK_FALSE(is_silent("run: |\n  one\n  odd\n", "odd"));
}

TEST_CASE("the comments that the fixes add do silence, whatever they are added to") {
  for (const std::string body :
       {"odd: 1\n", "a:\n  - b: 1\n    odd: 2\n", "run: |\r\n  one\r\n  odd\r\n", "odd"}) {
    CAPTURE(body);
    const Analysis before = workflow_text(body);
    const Finding finding = finding_at(before, "odd");
    for (const auto& edit : {ignore_line(before.source(), finding), ignore_file(before.source(), finding)}) {
      std::string text(before.source().text());
      text.insert(edit.span.begin, edit.text);
      CAPTURE(text);
      const Analysis after("", 1, text, "/r/.cloudbees/workflows/a.yaml");
      CHECK(Suppressions(after.source()).silence(finding_at(after, "odd")));
    }
  }
}
