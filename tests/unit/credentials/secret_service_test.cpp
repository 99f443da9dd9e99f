#include "server/credentials/secret_service.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/sandbox.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

namespace {

constexpr std::string_view origin = "https://a.example";
constexpr const char* keep_request = "cat >\"$SANDBOX/request\"; echo \"$*\" >\"$SANDBOX/arguments\"; ";

SecretService store_with(const Sandbox& sandbox, const std::string& helper) {
  return SecretService({.program = sandbox.script("helper", keep_request + helper),
                        .deadlines = {std::chrono::seconds(20), std::chrono::seconds(20)}});
}

} // namespace

TEST_CASE("the helper gets the verb as argument and everything else on its stdin") {
  const Sandbox sandbox;
  SUBCASE("get") {
    SecretService store = store_with(sandbox, "echo token=t0ken");
    const auto token = must(run_task(store.get(origin, Patience::background)));
    REQUIRE(token);
    CHECK(token->reveal() == "t0ken");
    CHECK(sandbox.read("arguments") == "get\n");
    CHECK(sandbox.read("request") == "origin=https://a.example\ninteractive=0\n");
  }
  SUBCASE("store") {
    SecretService store = store_with(sandbox, "echo stored=1");
    const Secret token("t0ken");
    CHECK(run_task(store.put(origin, token, Patience::person)));
    CHECK(sandbox.read("arguments") == "store\n");
    CHECK(sandbox.read("request") == "origin=https://a.example\ninteractive=1\ntoken=t0ken\n");
  }
  SUBCASE("erase") {
    SecretService store = store_with(sandbox, "echo erased=1");
    CHECK(must(run_task(store.erase(origin, Patience::person))));
    CHECK(sandbox.read("arguments") == "erase\n");
  }
  SUBCASE("state never lets it prompt") {
    SecretService store = store_with(sandbox, "echo state=usable");
    CHECK(run_task(store.state(Patience::person)).condition == StoreCondition::usable);
    CHECK(sandbox.read("request") == "interactive=0\n");
  }
}

TEST_CASE("not found is no error, and neither is erasing nothing") {
  const Sandbox sandbox;
  SecretService store = store_with(sandbox, "echo error=not-found; exit 1");
  CHECK_FALSE(must(run_task(store.get(origin, Patience::background))));
  CHECK_FALSE(must(run_task(store.erase(origin, Patience::background))));
}

TEST_CASE("each trouble has its condition and a sentence of its own") {
  struct Case {
    const char* helper;
    StoreCondition condition;
    const char* says;
  };

  for (const Case& given : {
           Case{"echo error=locked; exit 1", StoreCondition::locked, "keyring is locked"},
           Case{"echo error=dismissed; exit 1", StoreCondition::locked, "was not unlocked"},
           Case{"echo error=no-bus; exit 1", StoreCondition::absent, "no D-Bus session"},
           Case{"echo error=no-service; exit 1", StoreCondition::absent, "No keyring answers"},
           Case{"echo error=no-library; exit 1", StoreCondition::absent, "libsecret-1-0"},
           Case{"echo error=no-collection; exit 1", StoreCondition::absent, "no default keyring"},
           Case{"echo error=failed; exit 1", StoreCondition::failed, "answered with an error"},
           Case{"echo error=unheard-of; exit 1", StoreCondition::failed, "answered with an error"},
           Case{"echo garbage; exit 1", StoreCondition::failed, "no answer that makes sense"},
           Case{"exit 0", StoreCondition::failed, "no answer that makes sense"},
           Case{"kill -9 $$", StoreCondition::failed, "ended too early"},
           Case{"yes", StoreCondition::failed, "ended too early"},
       }) {
    CAPTURE(given.helper);
    const Sandbox sandbox;
    SecretService store = store_with(sandbox, given.helper);
    CHECK(run_task(store.state(Patience::background)).condition == given.condition);
    const auto token = run_task(store.get(origin, Patience::background));
    REQUIRE_FALSE(token);
    CHECK(token.error().kind == ErrorKind::secretStore);
    CHECK(token.error().message.find(given.says) != std::string::npos);
  }
}

TEST_CASE("a helper that hangs is stopped at the deadline of who waits") {
  const Sandbox sandbox;
  SecretService store({.program = sandbox.script("helper", "sleep 600"),
                       .deadlines = {std::chrono::milliseconds(50), std::chrono::milliseconds(80)}});
  const auto background = run_task(store.get(origin, Patience::background));
  REQUIRE_FALSE(background);
  CHECK(background.error().message.find("within 50 ms") != std::string::npos);
  const auto person = run_task(store.get(origin, Patience::person));
  REQUIRE_FALSE(person);
  CHECK(person.error().message.find("within 80 ms") != std::string::npos);
}

TEST_CASE("a missing helper program is named") {
  SecretService store({.program = "/nowhere/unify-ls-secret-service"});
  const StoreState state = run_task(store.state(Patience::background));
  CHECK(state.condition == StoreCondition::absent);
  CHECK(state.detail.find("unify-ls-secret-service") != std::string::npos);
  CHECK(secret_service_program().ends_with("/unify-ls-secret-service"));
}

TEST_CASE("the helper's environment holds nothing but what it needs") {
  const Sandbox sandbox;
  const Variable hostile("LD_PRELOAD_OF_A_TEST", "1");
  const Variable token("UNIFY_TOKEN", "canary");
  const Variable bus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
  SecretService store = store_with(sandbox, "env >\"$SANDBOX/environment\"; echo state=usable");
  CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::usable);
  const std::string environment = sandbox.read("environment");
  CHECK(environment.find("DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere\n") != std::string::npos);
  CHECK(environment.find("HOME=") != std::string::npos);
  CHECK(environment.find("OF_A_TEST") == std::string::npos);
  CHECK(environment.find("canary") == std::string::npos);
}

TEST_CASE("an origin that is none never reaches the helper") {
  const Sandbox sandbox;
  SecretService store = store_with(sandbox, "echo erased=1");
  for (const char* wrong : {"", "*", "https://", "https://a.example/", "https://a.example\ninteractive=1"}) {
    CAPTURE(wrong);
    CHECK_FALSE(run_task(store.erase(wrong, Patience::person)));
  }
  CHECK(sandbox.read("arguments").empty());
}
