#include "server/workflow/checks/codes.h"
#include "tests/unit/workflow/checks/corpus.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls::workflow;

TEST_CASE("the page on diagnostics has a section for every code, in their order") {
  const std::string page = testing::content_of(testing::corpus("../../protocol/DIAGNOSTICS.md"));
  std::vector<std::string> sections;
  constexpr std::string_view heading = "\n## ";
  for (std::size_t at = page.find(heading); at != std::string::npos; at = page.find(heading, at + 1)) {
    const std::size_t begin = at + heading.size();
    const std::size_t end = page.find('\n', begin);
    sections.push_back(page.substr(begin, end - begin));
    CHECK(page.find_first_not_of('\n', end) < page.find(heading, end)); // it says something
  }
  const auto names = code_names();
  CHECK(sections == std::vector<std::string>(names.begin(), names.end()));
}
