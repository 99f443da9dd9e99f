#include "server/commands/reading_rights.h"
#include "server/platform/rest.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/fake_store.h"
#include "tests/unit/platform/fake_platform.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;
using credentials::Patience;

namespace {

constexpr const char* origin = "https://api.cloudbees.io";
constexpr const char* no_organization = R"({"organizations": []})";

/// A token in a store, and a platform that is a list of answers.
struct Fixture {
  TemporaryFolder folder;
  FakeClock clock;
  Log log{LogLevel::error, -1};
  FakeTransport transport;
  std::shared_ptr<FakeStore> store = std::make_shared<FakeStore>();
  credentials::Vault vault{origin, credentials::StoreChooser(store, "by name")};
  state::State state{folder.path()};
  state::TokenRights rights{state};
  ReadingRights reading{vault, rights, clock};
  platform::RestApi rest{transport, clock, log, Patience::background};
  ReadingApi api{rest, reading, Patience::background};

  Fixture() { store->tokens[origin] = "one"; }

  /// Its kind, or "" when it could be read.
  template <class T> std::string kind_of(Task<Result<T>> question) {
    const Result<T> answer = run_task(std::move(question));
    return answer ? "" : std::string(protocol::name_of(answer.error().kind));
  }

  std::optional<bool> known() { return run_task(reading.known(Patience::background)); }

  std::size_t asked() const { return transport.requests.size(); }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a token that is refused its organizations is asked for nothing more") {
  transport.answer(403);
  CHECK(kind_of(api.organizations()) == "forbidden");
  CHECK(known() == false);
  const std::size_t before = asked();
  CHECK(kind_of(api.component("o", "c")) == "forbidden");
  CHECK(kind_of(api.run("c", "r")) == "forbidden");
  CHECK(kind_of(api.artifacts("c", "r")) == "forbidden");
  CHECK(asked() == before);
  clock.passed += state::rights_lifetime;
  CHECK(known() == std::nullopt);
}

TEST_CASE_FIXTURE(Fixture, "a token that is refused one thing may still read others") {
  transport.answer(403).answer(200, no_organization);
  CHECK(kind_of(api.run("c", "r")) == "forbidden");
  CHECK(known() == true);
  transport.answer(200, R"({"id": "r", "status": "STARTED"})");
  CHECK(kind_of(api.run("c", "r")) == "");
}

TEST_CASE_FIXTURE(Fixture, "a token that is refused one thing and its organizations is refused everything") {
  transport.answer(403).answer(403);
  CHECK(kind_of(api.run("c", "r")) == "forbidden");
  CHECK(known() == false);
}

TEST_CASE_FIXTURE(Fixture, "a check is always asked, and counts") {
  transport.answer(403);
  CHECK(kind_of(api.check_token()) == "forbidden");
  transport.answer(200, no_organization);
  CHECK(kind_of(api.check_token()) == "");
  CHECK(known() == true);
}

TEST_CASE_FIXTURE(Fixture, "what else goes wrong says nothing of the token") {
  transport.answer(401).answer(500).fail(http::Trouble::timeout, true);
  CHECK(kind_of(api.check_token()) == "tokenRejected");
  CHECK(kind_of(api.check_token()) == "platform");
  CHECK(kind_of(api.check_token()) == "timeout");
  CHECK(known() == std::nullopt);
}

TEST_CASE_FIXTURE(Fixture, "another token is another question") {
  transport.answer(403);
  CHECK(kind_of(api.check_token()) == "forbidden");
  store->tokens[origin] = "two";
  vault.forget();
  CHECK(known() == std::nullopt);
}

TEST_CASE_FIXTURE(Fixture, "a token that was rejected is remembered, and another one is not taken for it") {
  const auto rejected = [this] { return run_task(reading.rejected(Patience::background)); };
  CHECK_FALSE(rejected());
  transport.answer(401);
  CHECK(kind_of(api.run("c", "r")) == "tokenRejected");
  CHECK(rejected());
  store->tokens[origin] = "another";
  vault.forget();
  CHECK_FALSE(rejected());
}
