#include "server/credentials/environment.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/sandbox.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <utility>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

TEST_CASE("UNIFY_TOKEN is taken once and overwritten where it stood") {
  const Variable variable(token_variable, "canary-1234");
  const char* bytes = std::getenv(token_variable);
  const auto token = take_environment_token();
  REQUIRE(token);
  REQUIRE(*token);
  CHECK((*token)->reveal() == "canary-1234");
  CHECK(bytes[0] == '\0');
  CHECK(bytes[10] == '\0');
  CHECK(std::getenv(token_variable) == nullptr);
  CHECK_FALSE(take_environment_token());
}

TEST_CASE("what stands around UNIFY_TOKEN is dropped, as for a pasted token") {
  const Variable variable(token_variable, " canary-1234\r\n");
  const auto token = take_environment_token();
  REQUIRE(token);
  REQUIRE(*token);
  CHECK((*token)->reveal() == "canary-1234");
}

TEST_CASE("a second entry of UNIFY_TOKEN is overwritten too") {
  std::string first = "UNIFY_TOKEN=canary-1";
  std::string second = "UNIFY_TOKEN=canary-2";
  std::string other = "UNIFY_TOKENS=stays";
  std::array<char*, 4> entries{first.data(), other.data(), second.data(), nullptr};
  char** const before = std::exchange(environ, entries.data());
  const auto token = take_environment_token();
  environ = before;
  REQUIRE(token);
  CHECK((*token)->reveal() == "canary-1");
  CHECK(first.find("canary") == std::string::npos);
  CHECK(second.find("canary") == std::string::npos);
  CHECK(other == "UNIFY_TOKENS=stays");
}

TEST_CASE("an empty UNIFY_TOKEN is none, and one that cannot be a token is an error that does not show it") {
  {
    const Variable variable(token_variable, "");
    CHECK_FALSE(take_environment_token());
  }
  const Variable variable(token_variable, "canary\r\nX-Evil: 1");
  auto token = take_environment_token();
  REQUIRE(token);
  REQUIRE_FALSE(*token);
  CHECK((*token).error().kind == ErrorKind::secretStore);
  CHECK((*token).error().message.find("UNIFY_TOKEN has more than one line") != std::string::npos);
  CHECK((*token).error().message.find("canary") == std::string::npos);

  Environment store("https://a.example", std::move(*token));
  CHECK_FALSE(run_task(store.get("https://a.example", Patience::background)));
  CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::failed);
}

TEST_CASE("the environment's token holds for its origin and cannot be changed") {
  Environment store("https://a.example", Secret("one"));
  CHECK(store.name() == "environment");
  const auto token = must(run_task(store.get("https://a.example", Patience::background)));
  REQUIRE(token);
  CHECK(token->reveal() == "one");
  CHECK_FALSE(must(run_task(store.get("https://b.example", Patience::background))));

  const Secret other("two");
  const auto put = run_task(store.put("https://a.example", other, Patience::person));
  REQUIRE_FALSE(put);
  CHECK(put.error().kind == ErrorKind::secretStore);
  CHECK(put.error().message.find("UNIFY_TOKEN") != std::string::npos);
  const auto erased = run_task(store.erase("https://a.example", Patience::person));
  REQUIRE_FALSE(erased);
  CHECK(erased.error().kind == ErrorKind::secretStore);
  CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::usable);
}
