#include "server/credentials/vault.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/fake_store.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

namespace {

constexpr const char* origin = "https://api.cloudbees.io";

/// A vault over a store of which a test decides when it answers.
struct Fixture {
  asio::io_context loop{1};
  std::shared_ptr<FakeStore> store = std::make_shared<FakeStore>();
  SteadyTime now{std::chrono::hours(1)};
  std::optional<std::int64_t> changes = 7;
  Vault vault{origin,
              StoreChooser(store, "by name"),
              {std::chrono::milliseconds(50), std::chrono::seconds(10)},
              {.now = [this] { return now; }, .changes = [this] { return changes; }}};
  std::vector<std::string> answers{};

  /// The token, or the kind of the error, as text.
  Task<> ask(Patience patience) {
    const Result<const Secret*> token = co_await vault.token(origin, patience);
    answers.emplace_back(token ? (*token)->reveal() : protocol::name_of(token.error().kind));
  }

  std::string asked(Patience patience = Patience::background) {
    const Result<const Secret*> token = run_task(vault.token(origin, patience));
    return std::string(token ? (*token)->reveal() : protocol::name_of(token.error().kind));
  }

  void start(Patience patience = Patience::background, asio::cancellation_slot slot = {}) {
    asio::co_spawn(loop, ask(patience), asio::bind_cancellation_slot(slot, [](const std::exception_ptr&) {}));
  }

  /// Lets everything run that does not wait for the gate.
  void settle() {
    for (int i = 0; i < 50; ++i) loop.poll();
    loop.restart();
  }
};

} // namespace

TEST_CASE("the token is read once and then kept, until it is forgotten") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  for (int i = 0; i < 3; ++i) fixture.start();
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"one", "one", "one"});
  CHECK(fixture.store->reads == 1);

  fixture.store->tokens[origin] = "two";
  fixture.vault.forget();
  fixture.loop.restart();
  fixture.start();
  fixture.loop.run();
  CHECK(fixture.answers.back() == "two");
  CHECK(fixture.store->reads == 2);
}

TEST_CASE("what another process stored or deleted is seen at once") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  CHECK(fixture.asked() == "one");
  fixture.store->tokens[origin] = "two";
  CHECK(fixture.asked() == "one"); // nobody said so
  fixture.changes = 8;
  CHECK(fixture.asked() == "two");
  CHECK(fixture.store->reads == 2);
  fixture.store->tokens.clear();
  fixture.changes = 9;
  CHECK(fixture.asked() == "noToken");
}

TEST_CASE("a token that is known to have changed is not used, whatever the store says") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  CHECK(fixture.asked() == "one");
  fixture.changes = 8;
  fixture.store->failure = Error{.kind = ErrorKind::secretStore, .message = "The keyring is locked."};
  CHECK(fixture.asked() == "secretStore");
}

TEST_CASE("what others changed in the store is seen within a minute, without a prompt") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  CHECK(fixture.asked() == "one");
  std::vector<Patience> asked_with;
  fixture.store->on_get = [&](Patience patience) { asked_with.push_back(patience); };
  fixture.store->tokens[origin] = "two";
  fixture.now += token_lifetime - std::chrono::milliseconds(1);
  CHECK(fixture.asked(Patience::person) == "one");
  fixture.now += std::chrono::milliseconds(1);
  CHECK(fixture.asked(Patience::person) == "two");
  CHECK(asked_with == std::vector{Patience::background});
  fixture.store->tokens.clear();
  fixture.now += token_lifetime;
  CHECK(fixture.asked() == "noToken");
}

TEST_CASE("a store that cannot be read just now takes no token away, and is asked again a minute later") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  CHECK(fixture.asked() == "one");
  fixture.store->failure = Error{.kind = ErrorKind::secretStore, .message = "The keyring is locked."};
  fixture.now += token_lifetime;
  CHECK(fixture.asked() == "one");
  CHECK(fixture.asked() == "one");
  CHECK(fixture.store->reads == 2);
  fixture.store->failure.reset();
  fixture.store->tokens[origin] = "two";
  fixture.now += token_lifetime;
  CHECK(fixture.asked() == "two");
}

TEST_CASE("where changes cannot be told the store is asked each time") {
  Fixture fixture;
  fixture.changes.reset();
  fixture.store->tokens[origin] = "one";
  CHECK(fixture.asked() == "one");
  fixture.store->tokens[origin] = "two";
  CHECK(fixture.asked() == "two");
  fixture.changes = 8; // nobody knows what happened meanwhile
  fixture.store->tokens[origin] = "three";
  CHECK(fixture.asked() == "three");
  CHECK(fixture.asked() == "three");
  CHECK(fixture.store->reads == 3);
}

TEST_CASE("those who find a token too old share one look at the store") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  CHECK(fixture.asked() == "one");
  fixture.store->tokens[origin] = "two";
  fixture.now += token_lifetime;
  for (int i = 0; i < 3; ++i) fixture.start();
  fixture.loop.restart();
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"two", "two", "two"});
  CHECK(fixture.store->reads == 2);
}

TEST_CASE("a token on trial is used until the trial is over, and the store keeps its own") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  const Secret candidate("two");
  {
    const Vault::Trial trial(fixture.vault, candidate);
    CHECK(fixture.asked() == "two");
    fixture.vault.forget(); // as after a 401
    CHECK(fixture.asked() == "two");
  }
  CHECK(fixture.asked() == "one");
}

TEST_CASE("no other origin ever gets the token") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one";
  for (const char* other : {"https://evil.example", "http://api.cloudbees.io",
                            "https://api.cloudbees.io:8443", "https://api.cloudbees.io/", ""}) {
    CAPTURE(other);
    const auto token = run_task(fixture.vault.token(other, Patience::person));
    REQUIRE_FALSE(token);
    CHECK(token.error().kind == ErrorKind::secretStore);
  }
  CHECK(fixture.store->reads == 0);
}

TEST_CASE("without a token the error says for which address one is missing") {
  Fixture fixture;
  const auto token = run_task(fixture.vault.token(origin, Patience::background));
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::noToken);
  CHECK(token.error().message.find(origin) != std::string::npos);
}

TEST_CASE("what a store holds has to be a token before it can reach a header") {
  Fixture fixture;
  fixture.store->tokens[origin] = "one\r\nX-Evil: 1";
  const auto token = run_task(fixture.vault.token(origin, Patience::background));
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::secretStore);
  CHECK(token.error().message.find("Evil") == std::string::npos);

  const Secret bad("two lines\n");
  CHECK(run_task(fixture.vault.put(bad, Patience::person)).error().kind == ErrorKind::invalidInputs);
}

TEST_CASE("all who wait share one failure, and the next call tries again") {
  Fixture fixture;
  fixture.store->failure = Error{.kind = ErrorKind::secretStore, .message = "The keyring is locked."};
  for (int i = 0; i < 3; ++i) fixture.start();
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"secretStore", "secretStore", "secretStore"});
  CHECK(fixture.store->reads == 1);

  fixture.store->failure.reset();
  fixture.store->tokens[origin] = "one";
  CHECK(must(run_task(fixture.vault.token(origin, Patience::background)))->reveal() == "one");
}

TEST_CASE("a person's call does not take the failure of one that might not ask") {
  Fixture fixture;
  asio::steady_timer gate(fixture.loop, asio::steady_timer::time_point::max());
  fixture.store->gate = &gate;
  fixture.store->failure = Error{.kind = ErrorKind::secretStore, .message = "The keyring is locked."};
  fixture.store->tokens[origin] = "one";
  fixture.store->on_get = [&](Patience patience) {
    if (patience == Patience::person) fixture.store->failure.reset(); // it was unlocked
  };
  fixture.start(Patience::background);
  fixture.start(Patience::person);
  fixture.settle();
  CHECK(fixture.store->reads == 1);
  fixture.store->gate = nullptr;
  gate.cancel();
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"secretStore", "one"});
}

TEST_CASE("nobody waits behind another's prompt for longer than the store may take") {
  Fixture fixture;
  asio::steady_timer gate(fixture.loop, asio::steady_timer::time_point::max());
  fixture.store->gate = &gate;
  fixture.store->tokens[origin] = "one";
  fixture.start(Patience::person);
  fixture.settle();
  asio::co_spawn(fixture.loop, fixture.ask(Patience::background), [&](const std::exception_ptr&) {
    gate.cancel(); // only now the person answers
  });
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"secretStore", "one"});
}

TEST_CASE("cancelling the one who reads makes the next one read") {
  Fixture fixture;
  asio::steady_timer gate(fixture.loop, asio::steady_timer::time_point::max());
  asio::cancellation_signal cancel;
  fixture.store->gate = &gate;
  fixture.store->tokens[origin] = "one";
  fixture.start(Patience::background, cancel.slot());
  fixture.start(Patience::person);
  fixture.settle();
  fixture.store->gate = nullptr;
  cancel.emit(asio::cancellation_type::terminal);
  fixture.loop.restart();
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"one"});
  CHECK(fixture.store->reads == 2);
}

TEST_CASE("a reading that is older than a change is not kept") {
  Fixture fixture;
  asio::steady_timer gate(fixture.loop, asio::steady_timer::time_point::max());
  fixture.store->gate = &gate;
  fixture.store->tokens[origin] = "old";
  fixture.start(Patience::person);
  fixture.settle();
  fixture.store->gate = nullptr;
  const Secret fresh("new");
  CHECK(run_task(fixture.vault.put(fresh, Patience::person)));
  gate.cancel();
  fixture.loop.run();
  CHECK(fixture.answers == std::vector<std::string>{"new"});
  CHECK(fixture.store->reads == 2);
}

TEST_CASE("the commands store, erase and report") {
  Fixture fixture;
  const Secret token("one");
  CHECK(run_task(fixture.vault.put(token, Patience::person)));
  CHECK(fixture.store->tokens[origin] == "one");
  CHECK(must(run_task(fixture.vault.token(origin, Patience::background)))->reveal() == "one");
  CHECK(must(run_task(fixture.vault.erase(Patience::person))));
  CHECK_FALSE(must(run_task(fixture.vault.erase(Patience::person))));
  CHECK_FALSE(run_task(fixture.vault.token(origin, Patience::background)));

  fixture.store->how = {StoreCondition::locked, "The keyring is locked", "unlock it"};
  const StoreReport report = run_task(fixture.vault.report(Patience::background));
  CHECK(report.store == "fake");
  CHECK(report.why == "by name");
  CHECK(report.state.condition == StoreCondition::locked);
  CHECK(as_error(report.state).message == "The keyring is locked: unlock it.");
}
