#include "server/commands/component_choice.h"
#include "server/commands/needs_input.h"
#include "tests/support/run_task.h"
#include "tests/unit/commands/services_fixture.h"
#include "tests/unit/platform/fake_api.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

const std::string shop = "https://github.com/acme/shop.git";

/// A folder whose remote belongs to two components of one name, each in an organization of its own.
struct Fixture : ServicesFixture {
  FakeApi api;
  Place place{.folder = "/shop", .settings = {}, .checkout = {}};

  Fixture() : ServicesFixture(api) {
    clock.passed = 24h * 365 * 50;
    api.add_organization("o1", "Acme");
    api.add_organization("o2", "Acme Labs");
    api.add_component("o1", "c1", "shop", shop);
    api.add_component("o2", "c2", "shop", shop);
    place.checkout.repository.root = "/shop";
    set_remote("git@github.com:acme/shop.git");
  }

  void set_remote(const std::string& configured, const std::string& rewritten = {}) {
    place.checkout.remote = git::Remote{"origin", rewritten.empty() ? configured : rewritten, configured};
  }

  void set_component(std::string id, settings::SettingSource source) {
    place.settings.folder.component_id = {std::move(id), source};
  }

  Result<std::optional<FoundComponent>> settle(Form& form, ComponentWish wish = {}) {
    return run_task(settle_component(services.finding, place, std::move(wish), form));
  }

  /// The component that is settled without a question, and how; else "asked".
  std::string settled(ComponentWish wish = {}) {
    Form form({});
    const auto component = must(settle(form, std::move(wish)));
    if (!component) return "asked";
    return component->component.component_id + " by " + std::string(name_of(component->how));
  }

  protocol::FormField asked() {
    Form form({});
    REQUIRE_FALSE(must(settle(form)).has_value());
    return form.fields().front();
  }

  std::string pick(const std::string& id) {
    Form form({{"component", json::value(json::string(id))}});
    const auto component = must(settle(form));
    REQUIRE(form.fields().size() == 1); // an answered question stays in its form
    return component ? component->component.component_id : "asked again";
  }
};

std::string descriptions(const protocol::FormField& field) {
  std::string text;
  for (const protocol::FormEntry& entry : *field.type.entries) text += entry.description + "\n";
  return text;
}

} // namespace

TEST_CASE_FIXTURE(Fixture, "what a person picked is asked once, by whichever client") {
  CHECK(settled() == "asked");
  CHECK(pick("c2") == "c2");
  CHECK(pick("c2") == "c2"); // the same form, resolved once more
  CHECK(settled() == "c2 by choice");
  CHECK(known_component(services.finding, place)->component.component_id == "c2");
  set_remote("https://github.com/acme/other.git");
  CHECK(settled() == "asked");
}

TEST_CASE_FIXTURE(Fixture, "an ambiguous remote is looked up once for a form, and again after a while") {
  CHECK(settled() == "asked");
  const int asked = api.asked;
  CHECK(settled() == "asked");
  CHECK(pick("nobody") == "asked again");
  CHECK(pick("c1") == "c1");
  CHECK(api.asked == asked);
  set_remote("https://github.com/acme/none.git");
  CHECK(settled() == "asked");
  CHECK(api.asked > asked);
  const int later = api.asked;
  clock.passed += state::open_search_lifetime + 1s;
  CHECK(settled() == "asked");
  CHECK(api.asked > later);
}

TEST_CASE_FIXTURE(Fixture, "a new token looks again") {
  CHECK(settled() == "asked");
  const int asked = api.asked;
  REQUIRE(token_dates.save(services.platform.origin(), {.saved_at = clock.now(), .expires_at = {}}));
  CHECK(settled() == "asked");
  CHECK(api.asked > asked);
}

TEST_CASE_FIXTURE(Fixture, "components of the same name and address are told apart in the question") {
  CHECK(descriptions(asked()) == "shop (" + shop + "), Acme\nshop (" + shop + "), Acme Labs\n");
  api.add_component("o2", "c3", "shop", shop);
  clock.passed += state::open_search_lifetime + 1s;
  CHECK(descriptions(asked()) == "shop (" + shop + "), Acme\nshop (" + shop + "), Acme Labs, c2\nshop (" +
                                     shop + "), Acme Labs, c3\n");
}

TEST_CASE_FIXTURE(Fixture, "a remote is looked for as configured and as rewritten") {
  api.all_components.pop_back();
  set_remote(shop, "ssh://git@mirror.example/shop.git");
  CHECK(settled() == "c1 by remote");
  CHECK(api.addresses.front() == shop);
  set_remote("git@work:acme/shop.git", "git@github.com:acme/shop.git");
  CHECK(settled() == "c1 by remote");
}

TEST_CASE_FIXTURE(Fixture,
                  "for an alias of ssh the question says what was looked for, and who was not asked") {
  api.add_component("o1", "c0", "bench", "https://github.com/acme/bench.git");
  api.refuse("o2", ErrorKind::forbidden, 403);
  set_remote("git@work:acme/shop.git");
  const protocol::FormField field = asked();
  CHECK(
      field.description ==
      "No component of the organizations that your token sees has the repository work:acme/shop.git (looked "
      "for as https://work/acme/shop.git). Not searched: Acme Labs (status 403). Which component is meant?");
  CHECK(field.type.entries->front().value == "c1"); // of the same path
  CHECK(pick("c1") == "c1");
  CHECK(settled() == "c1 by choice");
}

TEST_CASE_FIXTURE(Fixture, "what a folder's setting names is asked once when its repository is another") {
  set_component("c2", settings::SettingSource::repository);
  const protocol::FormField field = asked();
  CHECK(field.description ==
        "The settings of this folder name the component `shop`, which belongs to another "
        "repository. Use it?");
  CHECK(descriptions(field) == "shop (" + shop + ")\n");
  CHECK_FALSE(known_component(services.finding, place).has_value());
  CHECK(pick("c1") == "asked again"); // not what the setting names
  CHECK(pick("c2") == "c2");
  CHECK(settled() == "c2 by setting");
  CHECK(known_component(services.finding, place)->component.name == "shop");
  set_component("c1", settings::SettingSource::editor);
  CHECK(settled() == "asked");
  set_component("c1", settings::SettingSource::flag);
  CHECK(settled() == "c1 by setting");
}

TEST_CASE_FIXTURE(Fixture,
                  "a setting that cannot be looked up is asked about, and not looked up at each round") {
  api.refuse("", ErrorKind::forbidden, 403);
  set_component("c9", settings::SettingSource::repository);
  CHECK(asked().description.contains("`c9`, which cannot be looked up."));
  const int asked = api.asked;
  CHECK(pick("c9") == "c9");
  CHECK(settled() == "c9 by setting");
  CHECK(api.asked == asked);
}

TEST_CASE_FIXTURE(Fixture, "a call may name its component, which is no choice for the next one") {
  CHECK(settled({.named = "c1"}) == "c1 by person");
  CHECK(settled({.named = "unseen"}) == "unseen by person");
  CHECK(settled() == "asked");
}

TEST_CASE_FIXTURE(Fixture, "choosing again offers everything, those of this repository first") {
  api.add_component("o1", "c0", "bench", "https://github.com/acme/bench.git");
  CHECK(pick("c2") == "c2");
  Form form({});
  REQUIRE_FALSE(must(settle(form, {.choose_again = true})).has_value());
  std::vector<std::string> values;
  for (const protocol::FormEntry& entry : *form.fields().front().type.entries) values.push_back(entry.value);
  CHECK(values == std::vector<std::string>{"c1", "c2", "c0", "*"});
}

TEST_CASE_FIXTURE(Fixture, "a component that is in no list is typed, and what was typed does not go back") {
  Form form({{"component", json::value("*")}, {"from", json::value("c1")}});
  CHECK(must(settle(form, {.choose_again = true}))->component.component_id == "c1");
  Form unknown({{"component", json::value("*")}, {"from", json::value("c77")}});
  CHECK_FALSE(must(settle(unknown, {.choose_again = true})).has_value());
  CHECK(unknown.fields().back().error->contains("c77"));
}

TEST_CASE_FIXTURE(Fixture, "a token that may not look up leaves it to the person, whose word is kept") {
  const std::string id = "097aaa38-1234-4cde-8f01-23456789abcd";
  api.refuse("", ErrorKind::forbidden, 403);
  const protocol::FormField field = asked();
  CHECK(field.type.kind == "string");
  CHECK(field.description.contains("its id, the address of its page in Unify, or Unify's curl command"));
  CHECK(pick("shop") == "asked again"); // nothing tells that this is an id

  const std::string canary = "cb_api_canary1";
  Form form({{"component", json::value("curl https://api.cloudbees.io/v2/components/" + id +
                                       "/trigger -H 'Authorization: Bearer " + canary + "'")}});
  const auto component = must(settle(form));
  REQUIRE(component.has_value());
  CHECK_FALSE(component->component.verified);
  CHECK(form.answers().front().value == json::value(id));
  CHECK(settled() == id + " by choice");
  set_remote("https://github.com/acme/other.git");
  CHECK(settled() == "asked");
}

TEST_CASE_FIXTURE(Fixture, "who cannot be asked gets the failure that made it a question") {
  api.refuse("", ErrorKind::forbidden, 403);
  Form form({});
  REQUIRE_FALSE(must(settle(form)).has_value());
  CHECK(needs_input({.command = "unify.workflow.run", .arguments = protocol::WorkflowRunArgs{}}, form).kind ==
        ErrorKind::forbidden);
}

TEST_CASE_FIXTURE(Fixture,
                  "a token that may not look up is told to set a component, one that has ended is not") {
  Form form({});
  api.refuse("", ErrorKind::forbidden, 403);
  REQUIRE_FALSE(must(settle(form)).has_value());
  CHECK(form.cause()->advice->contains("componentId"));
  api.refuse("", ErrorKind::tokenRejected, 401);
  CHECK_FALSE(settle(form).error().advice.has_value());
}
