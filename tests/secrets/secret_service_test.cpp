#include "server/credentials/chooser.h"
#include "server/credentials/secret_service.h"
#include "tests/secrets/keyring.h"
#include "tests/support/run_task.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

namespace {

constexpr std::string_view origin = "https://api.cloudbees.io";

SecretServiceOptions options() {
  return {.program = UNIFY_LS_HELPER, .deadlines = {std::chrono::seconds(30), std::chrono::seconds(30)}};
}

void put(TokenStore& store, std::string_view token, std::string_view of = origin) {
  const Secret secret(token);
  const auto stored = run_task(store.put(of, secret, Patience::background));
  REQUIRE_MESSAGE(stored, stored.error().message);
}

/// The token, "nothing", or the message of the error.
std::string got(TokenStore& store, Patience patience = Patience::background, std::string_view of = origin) {
  const auto token = run_task(store.get(of, patience));
  if (!token) return token.error().message;
  return *token ? std::string((*token)->reveal()) : "nothing";
}

StoreCondition condition_of(TokenStore& store) {
  return run_task(store.state(Patience::background)).condition;
}

bool says(const std::string& message, std::string_view part) {
  return message.find(part) != std::string::npos;
}

int count_of(const std::string& text, std::string_view part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

} // namespace

TEST_CASE("secret service: a token is stored, found, replaced and erased") {
  Keyring keyring;
  keyring.start_unlocked();
  SecretService store(options());
  CHECK(condition_of(store) == StoreCondition::usable);
  CHECK(got(store) == "nothing");
  CHECK_FALSE(must(run_task(store.erase(origin, Patience::background))));

  put(store, "one");
  put(store, "other", "https://api.cloudbees.io:8443");
  CHECK(got(store) == "one");
  put(store, std::string(4096, 'x'));
  CHECK(got(store) == std::string(4096, 'x'));
  put(store, "two");
  CHECK(got(store) == "two");
  CHECK(got(store, Patience::background, "https://api.cloudbees.io:8443") == "other");
  CHECK(got(store, Patience::background, "https://api.cloudbees") == "nothing");

  CHECK(must(run_task(store.erase(origin, Patience::background))));
  CHECK(got(store) == "nothing");
  CHECK(got(store, Patience::background, "https://api.cloudbees.io:8443") == "other");
}

TEST_CASE("secret service: people find one item that they can read in their keyring's own program") {
  Keyring keyring;
  keyring.start_unlocked();
  SecretService store(options());
  put(store, "one");
  put(store, "two");
  const std::string items = run_program("secret-tool", {"search", "--all", "application", "unify-ls"});
  CHECK(count_of(items, "label = Unify token for https://api.cloudbees.io\n") == 1);
  CHECK(count_of(items, "secret = two\n") == 1);
}

TEST_CASE("secret service: a locked keyring is told apart from one without the token") {
  Keyring keyring;
  keyring.start_unlocked();
  SecretService store(options());
  put(store, "one");
  const Secret other("two");

  SUBCASE("locked while it runs") { keyring.lock(); }
  SUBCASE("locked since it started") {
    keyring.stop();
    keyring.start_locked();
  }
  SUBCASE("a wrong password") {
    keyring.stop();
    keyring.start_unlocked("wrong");
  }
  CHECK(condition_of(store) == StoreCondition::locked);
  CHECK(says(got(store), "The keyring is locked"));
  const auto stored = run_task(store.put(origin, other, Patience::background));
  REQUIRE_FALSE(stored);
  CHECK(says(stored.error().message, "The keyring is locked"));
  CHECK_FALSE(run_task(store.erase(origin, Patience::background)));
  // Here no window can open, which is as if the person had closed it.
  CHECK(says(got(store, Patience::person), "was not unlocked"));

  keyring.stop();
  keyring.start_unlocked();
  CHECK(got(store) == "one");
}

TEST_CASE("secret service: what is missing is said") {
  SecretService store(options());

  SUBCASE("no bus, said by nothing") {
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", nullptr);
    CHECK(condition_of(store) == StoreCondition::absent);
    CHECK(says(got(store), "no D-Bus session"));
  }
  SUBCASE("no bus, where one is said to be") {
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
    CHECK(says(got(store), "no D-Bus session"));
  }
  SUBCASE("a bus without a keyring") {
    CHECK(condition_of(store) == StoreCondition::absent);
    CHECK(says(got(store), "No keyring answers"));
  }
  SUBCASE("a keyring service without a default keyring") {
    Keyring keyring;
    keyring.start_locked();
    CHECK(condition_of(store) == StoreCondition::absent);
    CHECK(says(got(store), "no default keyring"));
    const Secret token("one");
    CHECK_FALSE(run_task(store.put(origin, token, Patience::background)));
  }
}

TEST_CASE("secret service: a keyring that restarts is found again") {
  Keyring keyring;
  keyring.start_unlocked();
  SecretService store(options());
  put(store, "one");
  keyring.stop();
  CHECK(says(got(store), "No keyring answers"));
  keyring.start_unlocked();
  CHECK(got(store) == "one");
}

TEST_CASE("secret service: a keyring that hangs costs a stopped helper and nothing more") {
  Keyring keyring;
  keyring.start_unlocked();
  SecretService patient(options());
  put(patient, "one");
  keyring.freeze();
  SecretService hasty({.program = UNIFY_LS_HELPER,
                       .deadlines = {std::chrono::milliseconds(200), std::chrono::milliseconds(200)}});
  CHECK(says(got(hasty), "did not answer within 200 ms"));
  CHECK(condition_of(hasty) == StoreCondition::failed);
  keyring.thaw();
  CHECK(got(patient) == "one");
}

TEST_CASE("secret service: the helper refuses what could match too much") {
  Keyring keyring;
  keyring.start_unlocked();
  SecretService store(options());
  put(store, "one");
  for (const char* request :
       {"", "origin=\n", "origin=*\n", "origin=https://\n", "origin=https://api.cloudbees.io/\n"})
    for (const char* verb : {"get", "store", "erase"}) {
      CAPTURE(request);
      CAPTURE(verb);
      ChildProgram program{.path = UNIFY_LS_HELPER,
                           .arguments = {verb},
                           .environment = helper_environment(),
                           .input = std::string_view(request)};
      const ChildOutcome outcome = run_task(run_child(std::move(program)));
      CHECK(outcome.exit_code == 1);
      CHECK(outcome.output == "error=bad-request\n");
    }
  CHECK(got(store) == "one");
}

TEST_CASE("secret service: auto takes an open or locked keyring, and nothing when there is none") {
  StoreSettings settings{.token_store = "auto", .origin = std::string(origin)};
  settings.secret_service = options();
  const StoreChooser chooser = must(make_store_chooser(std::move(settings)));
  const auto none = run_task(chooser.choose(Patience::background));
  REQUIRE_FALSE(none);
  CHECK(says(none.error().message, "No keyring answers"));
  // The machine's own git configuration may name one for a host of its own.
  const bool named = std::system("git config --system --get-regexp 'credential[.].*helper' >/dev/null") == 0;
  CHECK(says(none.error().message,
             named ? "does not keep a token safe by itself" : "git is not set up with a credential helper"));

  Keyring keyring;
  keyring.start_unlocked();
  CHECK(must(run_task(chooser.choose(Patience::background))).store->name() == "secret-service");
  keyring.lock();
  CHECK(must(run_task(chooser.choose(Patience::background))).store->name() == "secret-service");
}
