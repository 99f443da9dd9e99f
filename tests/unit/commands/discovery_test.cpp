#include "server/commands/discovery.h"
#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

struct Fixture : ShopFixture {
  Place place = must(come_to(open_place(services.workspace, repositories.path("shop"), std::nullopt)));

  Result<Discovery> discover() { return come_to(discover_component(services.finding, place)); }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a component is found by the remote, and remembered for a day") {
  CHECK_FALSE(known_component(services.finding, place));
  const Discovery found = must(discover());
  REQUIRE(found.found);
  CHECK(found.found->component.component_id == "c1");
  CHECK(found.found->how == FoundBy::remote);
  const int asked = api.asked;
  CHECK(must(discover()).found);
  CHECK(known_component(services.finding, place)->component.name == "shop");
  CHECK(api.asked == asked);
  clock.passed += std::chrono::hours(25);
  CHECK_FALSE(known_component(services.finding, place));
}

TEST_CASE_FIXTURE(Fixture,
                  "an organization that cannot be asked is passed over, and named where nothing is found") {
  api.add_organization("o2", "Acme Labs");
  api.refuse("o2", ErrorKind::platform, 500);
  CHECK(must(discover()).found);
  api.all_components.clear();
  place.checkout.remote->url = place.checkout.remote->configured_url = "https://github.com/acme/other.git";
  const Discovery open = must(discover());
  CHECK_FALSE(open.found);
  CHECK(open.reason.contains("https://github.com/acme/other.git"));
  CHECK(open.reason.contains("Not searched: Acme Labs (status 500)"));
}

TEST_CASE_FIXTURE(Fixture, "a token that may not look up says how to name the component") {
  api.refuse("", ErrorKind::forbidden, 403);
  const auto refused = discover();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::forbidden);
  CHECK(refused.error().advice->contains("unify-ls component"));
  CHECK(come_to(component_named(services.finding, place, "c9")).verified == false);
}

TEST_CASE_FIXTURE(Fixture, "what a folder names counts when it is of the repository's own remote") {
  place.settings.folder.component_id = {"c1", settings::SettingSource::repository};
  CHECK(must(discover()).found->how == FoundBy::setting);
  api.add_component("o1", "c2", "thief", "https://github.com/evil/thief.git");
  place.settings.folder.component_id.value = "c2";
  const Discovery doubtful = must(discover());
  CHECK(doubtful.doubtful);
  CHECK(doubtful.candidates.front().component_id == "c2");
  CHECK_FALSE(known_component(services.finding, place));
}
