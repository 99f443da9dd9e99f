#include "server/state/found_components.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <array>
#include <chrono>

using namespace unify_ls::state;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  TemporaryFolder folder;
  State state{folder.path()};
  FoundComponents found{state};
  ComponentSearch search{.origin = "https://api.example", .sought = "example/shop", .organization = ""};
  ComponentRecord shop{"o1", "c1", "shop", "https://example/shop.git"};
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "what a search found is known to the same search alone") {
  CHECK_FALSE(*found.find(search, noon()));
  REQUIRE(found.save(search, shop, noon()));
  CHECK(**found.find(search, noon()) == shop);
  const std::array<ComponentSearch, 3> others = {{{"https://other.example", "example/shop", ""},
                                                  {"https://api.example", "example/web", ""},
                                                  {"https://api.example", "example/shop", "o1"}}};
  for (const ComponentSearch& other : others) CHECK_FALSE(*found.find(other, noon()));
}

TEST_CASE_FIXTURE(Fixture, "a later search replaces what an earlier one found") {
  const ComponentRecord moved{"o2", "c2", "shop", "https://example/shop.git"};
  REQUIRE(found.save(search, shop, noon()));
  REQUIRE(found.save(search, moved, noon() + 1h));
  CHECK(**found.find(search, noon() + 1h) == moved);
}

TEST_CASE_FIXTURE(Fixture, "it is known for a day, and not to a clock that was set back") {
  REQUIRE(found.save(search, shop, noon()));
  CHECK(found.find(search, noon() + found_component_lifetime)->has_value());
  CHECK_FALSE(found.find(search, noon() + found_component_lifetime + 1s)->has_value());
  CHECK_FALSE(found.find(search, noon() - 1s)->has_value());
}

TEST_CASE_FIXTURE(Fixture, "a component that is gone is forgotten for every search of its origin") {
  ComponentSearch by_id = search;
  by_id.sought = shop.component_id;
  ComponentSearch elsewhere = search;
  elsewhere.origin = "https://other.example";
  for (const ComponentSearch& each : {search, by_id, elsewhere}) REQUIRE(found.save(each, shop, noon()));
  REQUIRE(found.forget(search.origin, shop.component_id));
  CHECK_FALSE(found.find(search, noon())->has_value());
  CHECK_FALSE(found.find(by_id, noon())->has_value());
  CHECK(found.find(elsewhere, noon())->has_value());
}
