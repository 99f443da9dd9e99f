#include "server/commands/confirmation.h"
#include "server/commands/consent.h"
#include "tests/unit/commands/run_request_fixture.h"
#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

namespace {

struct Fixture : ServicesFixture {
  Place place{.folder = "/repo", .settings = {}, .checkout = {}};
  RunRequest request = some_request();
  WallTime now = noon();

  Result<Consent> settle(const protocol::WorkflowRunArgs& args, Form& form) {
    const ConsentMemory memory{
        .journal = runs.journal(), .components = services.finding.components, .now = now};
    return settle_consent(memory, place, args, request, form);
  }

  /// Whether it may start, from these arguments and this answer; asked for otherwise.
  bool consents(const protocol::WorkflowRunArgs& args, std::vector<protocol::FormAnswer> answers = {}) {
    Form form(std::move(answers));
    const bool given = must(settle(args, form)).given;
    CHECK(form.missing().empty() == given);
    return given;
  }

  std::string confirmed() { return confirmation_value(request, now, runs.journal().writer()); }

  void never_ask() {
    place.settings.folder.confirm = {settings::ConfirmPolicy::never, settings::SettingSource::flag};
  }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a confirmation counts once, and for what it showed") {
  const std::string value = confirmed();
  CHECK(consents({}, {{"confirmed", json::value(value)}}));
  CHECK(consents({.confirmed = json::value(value)}));
  CHECK_FALSE(consents({}, {{"confirmed", json::value("run")}}));
  runs::Run used = some_run();
  used.confirmation = value;
  REQUIRE(run_task(runs.record().begin(used, runs::DuplicateCheck::force, false)));
  CHECK_FALSE(consents({.confirmed = json::value(value)}));
}

TEST_CASE_FIXTURE(Fixture, "the word of the caller counts for exactly what the call says") {
  CHECK(consents({.confirmed = json::value(true)}));
  CHECK_FALSE(consents({}));
  CHECK_FALSE(consents({.confirmed = json::value(false)}));
  CHECK(consents({.dryRun = true}));
  SUBCASE("and for no other commit") {
    CHECK(consents({.commit = request.run.commit, .confirmed = json::value(true)}));
    CHECK_FALSE(consents({.commit = "another", .confirmed = json::value(true)}));
  }
  SUBCASE("and for no component that is still open") {
    request.how = FoundBy::person;
    CHECK_FALSE(consents({.confirmed = json::value(true)}));
  }
  SUBCASE("and for no duplicate") {
    request.warnings = {{RunWarning::Kind::duplicate, "the same"}};
    Form form({});
    CHECK(settle({.confirmed = json::value(true)}, form).error().kind == ErrorKind::duplicate);
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "who never wants to be asked is asked once for each component, and where it is delicate") {
  never_ask();
  CHECK_FALSE(consents({}));
  REQUIRE(services.finding.components.mark_confirmed(component_place(place, request.run.origin), "comp"));
  CHECK(consents({}));
  for (const auto kind :
       {RunWarning::Kind::protected_branch, RunWarning::Kind::duplicate, RunWarning::Kind::no_journal}) {
    request.warnings = {{kind, "careful"}};
    CHECK_FALSE(consents({}));
  }
  request.warnings.clear();
  place.checkout.rule = git::BranchRule::setting;
  place.settings.folder.branch = {"main", settings::SettingSource::repository};
  CHECK_FALSE(consents({}));
}

TEST_CASE("cancel is no, as an answer and as an argument") {
  CHECK(is_declined({}, Form({{"confirmed", json::value("cancel")}})));
  CHECK(is_declined({.confirmed = json::value("cancel")}, Form({})));
  CHECK_FALSE(is_declined({.confirmed = json::value(false)}, Form({})));
}
