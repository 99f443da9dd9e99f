#include "server/state/components.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <array>
#include <chrono>

using namespace unify_ls;
using namespace unify_ls::state;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  TemporaryFolder folder;
  State state{folder.path()};
  Components components{state};
  ComponentPlace here{"/home/shop", "https://api.example", "git/shop"};
  ComponentSearch search{.origin = "https://api.example", .sought = "example/shop", .organization = ""};
  ComponentRecord shop{"o1", "c1", "shop", "https://example/shop.git", "Acme"};
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a picked component is kept for its folder, origin and remote") {
  const std::array<ComponentPlace, 3> elsewhere = {{{"/home/other", here.origin, here.remote},
                                                    {here.folder, "https://other", here.remote},
                                                    {here.folder, here.origin, "git/other"}}};
  ComponentRecord store{"o2", "c2", "store", ""};
  store.verified = false;
  CHECK_FALSE(components.picked(here));
  REQUIRE(components.keep_pick(here, shop));
  CHECK(components.picked(here) == shop);
  for (const ComponentPlace& place : elsewhere) CHECK_FALSE(components.picked(place));
  REQUIRE(components.keep_pick(here, store));
  CHECK(components.picked(here) == store);
}

TEST_CASE("a pick of a version that did not note the remote counts for any, until there is another") {
  const TemporaryFolder folder;
  const ComponentPlace here{"/home/shop", "https://api.example", "git/shop"};
  {
    State old(folder.path());
    REQUIRE((*old.open())->run("DROP TABLE component_picks"));
    REQUIRE((*old.open())->run("DROP TABLE organization_names"));
    REQUIRE((*old.open())
                ->run("INSERT INTO components VALUES (?, ?, 'o1', 'c1', 'shop', '')",
                      {here.folder, here.origin}));
    REQUIRE((*old.open())->run("ALTER TABLE runs DROP COLUMN hidden"));
    REQUIRE((*old.open())->run("PRAGMA user_version = 5"));
  }
  State state(folder.path());
  Components components(state);
  CHECK(components.picked(here)->component_id == "c1");
  REQUIRE(components.keep_pick(here, {"o1", "c2", "store", ""}));
  CHECK(components.picked(here)->component_id == "c2");
  CHECK(components.picked({here.folder, here.origin, "git/other"})->component_id == "c1");
}

TEST_CASE_FIXTURE(Fixture, "an agreement and a confirmation are kept for folder, origin and component") {
  const std::array<ComponentPlace, 2> elsewhere = {
      {{"/home/other", here.origin, here.remote}, {here.folder, "https://other", here.remote}}};
  CHECK_FALSE(components.agreed(here, "c1"));
  CHECK_FALSE(components.was_confirmed(here, "c1"));
  REQUIRE(components.keep_agreement(here, "c1"));
  REQUIRE(components.mark_confirmed(here, "c2"));
  REQUIRE(components.mark_confirmed(here, "c2"));
  CHECK(components.agreed(here, "c1"));
  CHECK_FALSE(components.agreed(here, "c2"));
  CHECK(components.was_confirmed(here, "c2"));
  CHECK_FALSE(components.was_confirmed(here, "c1"));
  for (const ComponentPlace& place : elsewhere) {
    CHECK_FALSE(components.agreed(place, "c1"));
    CHECK_FALSE(components.was_confirmed(place, "c2"));
  }
}

TEST_CASE_FIXTURE(Fixture, "what a search found is known to the same search alone, the latest of it") {
  CHECK_FALSE(components.found(search, noon()));
  REQUIRE(components.keep_found(search, shop, noon()));
  CHECK(components.found(search, noon()) == shop);
  const std::array<ComponentSearch, 3> others = {{{"https://other.example", "example/shop", ""},
                                                  {"https://api.example", "example/web", ""},
                                                  {"https://api.example", "example/shop", "o1"}}};
  for (const ComponentSearch& other : others) CHECK_FALSE(components.found(other, noon()));
  const ComponentRecord moved{"o2", "c2", "shop", "https://example/shop.git"};
  REQUIRE(components.keep_found(search, moved, noon() + 1h));
  CHECK(components.found(search, noon() + 1h) == moved);
}

TEST_CASE_FIXTURE(Fixture, "it is known for a day, and not to a clock that was set back") {
  REQUIRE(components.keep_found(search, shop, noon()));
  CHECK(components.found(search, noon() + found_component_lifetime));
  CHECK_FALSE(components.found(search, noon() + found_component_lifetime + 1s));
  CHECK_FALSE(components.found(search, noon() - 1s));
}

TEST_CASE_FIXTURE(Fixture, "a component that is gone is forgotten for every search of its origin") {
  ComponentSearch by_id = search;
  by_id.sought = shop.component_id;
  ComponentSearch elsewhere = search;
  elsewhere.origin = "https://other.example";
  for (const ComponentSearch& each : {search, by_id, elsewhere})
    REQUIRE(components.keep_found(each, shop, noon()));
  REQUIRE(components.forget_found(search.origin, shop.component_id));
  CHECK_FALSE(components.found(search, noon()));
  CHECK_FALSE(components.found(by_id, noon()));
  CHECK(components.found(elsewhere, noon()));
}

TEST_CASE_FIXTURE(Fixture, "what a search left open is known for a moment, or until something is found") {
  const SteadyTime now{};
  CHECK(components.left_open(search, now) == nullptr);
  components.keep_open(search, {.candidates = {shop}, .reason = "Two."}, now);
  REQUIRE(components.left_open(search, now + open_search_lifetime) != nullptr);
  CHECK(components.left_open(search, now)->candidates.front() == shop);
  CHECK(components.left_open(search, now + open_search_lifetime + 1s) == nullptr);
  REQUIRE(components.keep_found(search, shop, noon()));
  CHECK(components.left_open(search, now) == nullptr);
}

TEST_CASE("without a state file nothing is known, what cannot be kept is said, and what is open is known") {
  State state("/proc/no-such-folder");
  Components components(state);
  const ComponentPlace here{"/home/shop", "https://api.example", ""};
  const ComponentSearch search{.origin = "o", .sought = "s", .organization = ""};
  CHECK_FALSE(components.picked(here));
  CHECK_FALSE(components.agreed(here, "c1"));
  CHECK_FALSE(components.found(search, noon()));
  CHECK_FALSE(components.keep_pick(here, {"o1", "c1", "shop", ""}).has_value());
  components.keep_open(search, {}, SteadyTime{});
  CHECK(components.left_open(search, SteadyTime{}) != nullptr);
}
