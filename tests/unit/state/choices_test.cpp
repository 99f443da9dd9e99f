#include "server/state/choices.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <array>

using namespace unify_ls::state;
using namespace unify_ls::testing;

namespace {

struct Fixture {
  TemporaryFolder folder;
  State state{folder.path()};
  Choices choices{state};
  ChoicePlace here{"/home/shop", "https://api.example.com"};
  std::array<ChoicePlace, 2> elsewhere = {
      {{"/home/other", "https://api.example.com"}, {"/home/shop", "https://other"}}};
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a picked component is kept for its folder and origin") {
  const ComponentRecord shop{"o1", "c1", "shop", "https://git/shop"};
  const ComponentRecord store{"o2", "c2", "store", ""};
  CHECK_FALSE(*choices.component(here));
  REQUIRE(choices.save_component(here, shop));
  CHECK(**choices.component(here) == shop);
  for (const ChoicePlace& place : elsewhere) CHECK_FALSE(*choices.component(place));
  REQUIRE(choices.save_component(here, store));
  CHECK(**choices.component(here) == store);
  REQUIRE(choices.forget_component(here));
  CHECK_FALSE(*choices.component(here));
}

TEST_CASE_FIXTURE(Fixture, "an answer about a component is kept, yes and no") {
  CHECK_FALSE(choices.component_answer(here, "c1")->has_value());
  REQUIRE(choices.save_component_answer(here, "c1", true));
  REQUIRE(choices.save_component_answer(here, "c2", false));
  CHECK(*choices.component_answer(here, "c1") == true);
  CHECK(*choices.component_answer(here, "c2") == false);
  for (const ChoicePlace& place : elsewhere) CHECK_FALSE(choices.component_answer(place, "c1")->has_value());
  REQUIRE(choices.save_component_answer(here, "c1", false));
  CHECK(*choices.component_answer(here, "c1") == false);
}

TEST_CASE_FIXTURE(Fixture, "a confirmed component is kept for its folder and origin") {
  CHECK_FALSE(*choices.was_confirmed(here, "c1"));
  REQUIRE(choices.mark_confirmed(here, "c1"));
  REQUIRE(choices.mark_confirmed(here, "c1"));
  CHECK(*choices.was_confirmed(here, "c1"));
  CHECK_FALSE(*choices.was_confirmed(here, "c2"));
  for (const ChoicePlace& place : elsewhere) CHECK_FALSE(*choices.was_confirmed(place, "c1"));
}
