#include "server/credentials/git_credential.h"
#include "server/credentials/secret_service.h"
#include "tests/secrets/keyring.h"
#include "tests/support/run_task.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

namespace {

constexpr std::string_view origin = "https://api.cloudbees.io";
constexpr StoreDeadlines patient{std::chrono::seconds(30), std::chrono::seconds(30)};

/// A HOME of its own for git, and a working directory.
struct Home {
  Sandbox folder{};
  Variable home{"HOME", folder.path().c_str()};
  std::filesystem::path before = std::filesystem::current_path();

  Home() { std::filesystem::current_path(folder.path()); }

  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  ~Home() { std::filesystem::current_path(before); }
};

GitCredential store_of(const std::string& helper) {
  return GitCredential({.helper = helper, .deadlines = patient});
}

std::string got(TokenStore& store, Patience patience = Patience::background) {
  const auto token = run_task(store.get(origin, patience));
  if (!token) return token.error().message;
  return *token ? std::string((*token)->reveal()) : "nothing";
}

void put(TokenStore& store, std::string_view token) {
  const Secret secret(token);
  const auto stored = run_task(store.put(origin, secret, Patience::background));
  REQUIRE_MESSAGE(stored, stored.error().message);
}

/// Stores, finds, replaces and erases.
void check_whole_life(TokenStore& store) {
  CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::usable);
  CHECK(got(store) == "nothing");
  CHECK_FALSE(must(run_task(store.erase(origin, Patience::background))));
  put(store, "one");
  CHECK(got(store) == "one");
  put(store, "two");
  CHECK(got(store) == "two");
  CHECK(must(run_task(store.erase(origin, Patience::background))));
  CHECK(got(store) == "nothing");
}

} // namespace

TEST_CASE("git credential: the helper `store`, when it is named") {
  const Home home;
  GitCredential store = store_of("store");
  check_whole_life(store);
  put(store, "three");
  CHECK(home.folder.read(".git-credentials") == "https://unify-ls:three@api.cloudbees.io\n");
}

TEST_CASE("git credential: the helper `cache`, and no other that git knows gets the token") {
  const Home home;
  home.folder.write(".gitconfig", "[credential]\n\thelper = store\n\thelper = cache\n");
  GitCredential store = store_of("cache");
  check_whole_life(store);
  put(store, "three");
  CHECK(got(store) == "three");
  CHECK_FALSE(std::filesystem::exists(home.folder.path(".git-credentials")));
  run_program("git", {"credential-cache", "exit"}); // its daemon would live on for 900 s
  CHECK(got(store) == "nothing");
}

TEST_CASE("git credential: a hostile repository around us changes nothing and runs nothing") {
  const Home home;
  run_program("git", {"init", "--quiet", home.folder.path("repository")});
  const std::string config = "[credential]\n\thelper = !cat >>" + home.folder.path("stolen") +
                             "; echo username=unify-ls; echo password=planted\n[core]\n\taskPass = touch " +
                             home.folder.path("asked") + "\n\tfsmonitor = touch " + home.folder.path("ran") +
                             "\n";
  home.folder.write("repository/.git/config", config);
  std::filesystem::current_path(home.folder.path("repository"));
  GitCredential store = store_of("store");
  check_whole_life(store);
  for (const char* trace : {"stolen", "asked", "ran"})
    CHECK_FALSE(std::filesystem::exists(home.folder.path(trace)));

  GitCredential automatic = store_of("");
  CHECK(run_task(automatic.state(Patience::background)).condition == StoreCondition::absent);
}

TEST_CASE("git credential: a helper that is not installed is said to be missing") {
  const Home home;
  GitCredential store = store_of("nobody-has-this");
  CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::absent);
  CHECK(got(store).find("git-credential-nobody-has-this is not installed") != std::string::npos);
  const Secret token("one");
  CHECK_FALSE(run_task(store.put(origin, token, Patience::background)));
}

TEST_CASE("git credential: no helper asks on a terminal or opens a window") {
  const Home home;
  home.folder.write(".gitconfig", "[core]\n\taskPass = touch " + home.folder.path("asked") + "\n");
  GitCredential store = store_of("store");
  CHECK(got(store) == "nothing");
  CHECK_FALSE(std::filesystem::exists(home.folder.path("asked")));
}

// Runs on its own (see CMakeLists.txt), since git's package brings this helper as source only.
TEST_CASE("git-credential-libsecret: auto's helper over a real keyring" * doctest::skip()) {
  const Home home;
  home.folder.write(".gitconfig", "[credential]\n\thelper = " UNIFY_LS_GIT_LIBSECRET "\n");
  Keyring keyring;
  keyring.start_unlocked();
  auto secret_service =
      std::make_shared<SecretService>(SecretServiceOptions{.program = UNIFY_LS_HELPER, .deadlines = patient});
  GitCredential store({.deadlines = patient, .keyring = secret_service});
  check_whole_life(store);
  put(store, "three");
  keyring.lock();
  CHECK(got(store).find("The keyring is locked") != std::string::npos);
  keyring.stop();
  keyring.start_unlocked();
  CHECK(got(store) == "three");
}
