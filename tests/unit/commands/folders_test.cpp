#include "server/commands/folders.h"

#include <doctest/doctest.h>

using namespace unify_ls::commands;

TEST_CASE("a folder is named by as much of its path as tells it from the others") {
  const std::vector<std::string> all{"/src/shop", "/src/team/api", "/src/other/api", "/api"};
  CHECK(name_among("/src/shop", all) == "shop");
  CHECK(name_among("/src/team/api", all) == "team/api");
  CHECK(name_among("/src/other/api", all) == "other/api");
  CHECK(name_among("/api", all) == "/api");
  CHECK(name_among("/", {"/"}) == "/");
}
