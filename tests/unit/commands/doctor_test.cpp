#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

#include <map>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

struct Fixture : ShopFixture {
  Fixture() { clock.stands_still = true; }

  std::map<std::string, protocol::DoctorCheck> checks() {
    const auto report = result_of<protocol::DoctorReport>(execute(name::doctor, nullptr));
    std::map<std::string, protocol::DoctorCheck> checks;
    for (const protocol::DoctorCheck& check : report.checks) checks[check.name] = check;
    return checks;
  }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "where all is well every check says so") {
  for (const auto& [name, check] : checks()) {
    CAPTURE(name);
    CAPTURE(check.detail);
    CHECK(check.state == "ok");
  }
  CHECK(checks()["component"].detail == "shop, by remote.");
  CHECK(api.triggers.empty());
}

TEST_CASE_FIXTURE(Fixture, "a token that is rejected fails, and one that may only start runs does not") {
  api.token_check = fail(ErrorKind::tokenRejected, "The token was rejected.");
  CHECK(checks()["accepted"].state == "fail");
  CHECK(checks()["accepted"].remedy->contains("unify.token.set"));
  api.token_check = fail(ErrorKind::forbidden, "It cannot read.");
  CHECK(checks()["accepted"].state == "ok");
  CHECK(checks()["accepted"].detail.contains("cannot read"));
}

TEST_CASE_FIXTURE(Fixture, "what depends on what failed is left out, and says of what") {
  SUBCASE("no token") {
    store->tokens.clear();
    CHECK(checks()["token"].state == "fail");
    CHECK(checks()["accepted"].detail == "Skipped: fix `token` first.");
  }
  SUBCASE("no platform") {
    api.reached = fail(ErrorKind::network, "It cannot be reached.");
    CHECK(checks()["api"].state == "fail");
    CHECK(checks()["component"].detail == "Skipped: fix `api` first.");
    CHECK_FALSE(checks().contains("clock"));
  }
  SUBCASE("no repository") {
    services.workspace.folders.remove(repositories.path("shop"));
    services.workspace.folders.add(folder.path().string());
    CHECK(checks()["repository"].state == "fail");
    CHECK(checks()["branch"].detail == "Skipped: fix `repository` first.");
  }
}

TEST_CASE_FIXTURE(Fixture, "a clock that is wrong is told apart from one that is right") {
  api.reached->server_time = clock.now() + std::chrono::minutes(20);
  CHECK(checks()["clock"].detail == "This machine's clock is 20 minutes behind the platform's.");
  api.reached->server_time = clock.now();
  CHECK(checks()["clock"].state == "ok");
}
