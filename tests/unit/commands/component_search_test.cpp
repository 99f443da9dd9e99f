#include "server/commands/component_search.h"
#include "tests/support/run_task.h"
#include "tests/unit/platform/fake_api.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

const std::string shop = "https://github.com/acme/shop.git";

/// Three organizations; the second has the shop, the third a component whose repository has the same path.
struct Fixture {
  FakeApi api;

  Fixture() {
    api.add_organization("o1", "Acme");
    api.add_organization("o2", "Acme Labs");
    api.add_organization("o3", "Zebra");
    api.add_component("o1", "c1", "bench", "https://github.com/acme/bench.git");
    api.add_component("o2", "c2", "till", shop);
    api.add_component("o3", "c3", "stripes", "https://git.zebra.example/Acme/Shop.git");
  }

  Result<ComponentSearchResult> search(std::vector<std::string> addresses, Wanted wanted = Wanted::the_one,
                                       std::string organization = "") {
    return run_task(search_components(api, organization, std::move(addresses), wanted));
  }
};

std::string ids(const std::vector<state::ComponentRecord>& components) {
  std::string text;
  for (const state::ComponentRecord& component : components) text += component.component_id + " ";
  return text;
}

} // namespace

TEST_CASE_FIXTURE(Fixture,
                  "the one of a repository is found, with its organization, and nothing else is listed") {
  const auto result = must(search({shop}));
  REQUIRE(result.of_repository.size() == 1);
  CHECK(result.of_repository.front() == state::ComponentRecord{"o2", "c2", "till", shop, "Acme Labs"});
  CHECK(result.all.empty());
  CHECK(result.passed_over.empty());
}

TEST_CASE_FIXTURE(Fixture, "each address of a repository is looked for") {
  const auto result = must(search({"https://mirror.example/shop.git", shop}));
  CHECK(ids(result.of_repository) == "c2 ");
}

TEST_CASE_FIXTURE(Fixture, "where no address fits, those of the same path come first") {
  const auto result = must(search({"https://work/acme/shop.git"}));
  CHECK(result.of_repository.empty());
  CHECK(ids(result.all) == "c3 c2 c1 ");
  CHECK(ids(must(search({shop}, Wanted::all)).all) == "c2 c3 c1 ");
}

TEST_CASE_FIXTURE(Fixture, "an organization that answers with an error is passed over and named") {
  for (const auto [kind, status] : {std::pair(ErrorKind::forbidden, 403), std::pair(ErrorKind::platform, 500),
                                    std::pair(ErrorKind::notFound, 404)}) {
    api.refuse("o1", kind, status);
    const auto result = must(search({shop}));
    CHECK(ids(result.of_repository) == "c2 ");
    CHECK(result.passed_over == std::vector{"Acme (status " + std::to_string(status) + ")"});
    CHECK(must(run_task(component_by_id(api, "", "c3"))).name == "stripes");
  }
}

TEST_CASE_FIXTURE(Fixture, "it is an error where none answers, or where all others would fail alike") {
  api.refuse("o2", ErrorKind::tokenRejected, 401);
  CHECK(search({shop}).error().kind == ErrorKind::tokenRejected);
  api.refuse("o1", ErrorKind::rateLimited, 429);
  CHECK(search({shop}).error().kind == ErrorKind::rateLimited);
  for (const char* organization : {"o1", "o2", "o3"}) api.refuse(organization, ErrorKind::forbidden, 403);
  CHECK(search({shop}).error().kind == ErrorKind::forbidden);
  CHECK(search({shop}, Wanted::the_one, "o2").error().kind == ErrorKind::forbidden);
  CHECK(run_task(component_by_id(api, "", "c3")).error().kind == ErrorKind::forbidden);
  api.refuse("", ErrorKind::network, 0);
  CHECK(search({shop}).error().kind == ErrorKind::network);
}
