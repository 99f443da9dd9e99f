#include "server/workflow/wording.h"

#include <doctest/doctest.h>

#include <vector>

using namespace unify_ls::workflow;

TEST_CASE("foreign text in a message can neither steer a terminal nor fill it") {
  CHECK(quoted("plain") == "\"plain\"");
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("a\x1b[31m\nb\x7f\u0085") == "\"a[31m b\"");
  CHECK(quoted("pu\uFEFFsh\u200B") == "\"push\"");
  CHECK(quoted("\u202Egnp.exe\u2066") == "\"gnp.exe\"");
  CHECK(quoted("bad \xff byte") == "\"bad \uFFFD byte\"");
  CHECK(quoted("größe 😀") == "\"größe 😀\"");
  CHECK(unify_ls::workflow::quoted(std::string(max_quoted_length, 'x')) ==
        '"' + std::string(max_quoted_length, 'x') + '"');
  CHECK(unify_ls::workflow::quoted(std::string(max_quoted_length + 1, 'x')) ==
        '"' + std::string(max_quoted_length - 1, 'x') + "…\"");
}

TEST_CASE("a list of names is cut, and its rest is counted") {
  CHECK(quoted_list(std::vector<std::string>{"a"}) == R"("a")");
  CHECK(quoted_list(std::vector<std::string>{"a", "b"}) == R"("a", "b")");
  CHECK(quoted_list(std::vector<std::string>(20, "x")).ends_with(R"("x" and 12 more)"));
  CHECK(quoted_list({}).empty());
}

TEST_CASE("a suggestion is made only where one is near") {
  const std::vector<std::string> known{"version"};
  CHECK(did_you_mean("vresion", known) == R"( Did you mean "version"?)");
  CHECK(did_you_mean("colour", known).empty());
}
