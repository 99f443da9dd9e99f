#include "server/credentials/git_credential.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/fake_store.h"
#include "tests/unit/credentials/sandbox.h"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

namespace {

constexpr std::string_view origin = "https://a.example:8443";

/// A git of our own that writes down what it was asked, and for `credential` does as a test says. `config`
/// answers with the file `config`, which the test writes.
std::string fake_git(const Sandbox& sandbox, const std::string& credential) {
  return sandbox.script("git", R"(echo "$*" >>"$SANDBOX/calls"
pwd >"$SANDBOX/directory"
env >"$SANDBOX/environment"
if [ "$1" = config ]; then
  [ -f "$SANDBOX/config" ] && exec cat "$SANDBOX/config"
  exit 1
fi
for verb; do :; done
cat >"$SANDBOX/$verb"
)" + credential);
}

GitCredential store_with(const Sandbox& sandbox, const std::string& credential,
                         const std::string& helper = {}, std::shared_ptr<TokenStore> keyring = {}) {
  return GitCredential({.git = fake_git(sandbox, credential),
                        .helper = helper,
                        .deadlines = {std::chrono::seconds(20), std::chrono::seconds(20)},
                        .keyring = std::move(keyring)});
}

void configure(const Sandbox& sandbox, const std::string& helper) {
  sandbox.write("config", "credential.helper\n" + helper + std::string(1, '\0'));
}

constexpr const char* nothing_stored = "echo \"fatal: could not read Password for "
                                       "'https://unify-ls@a.example': terminal prompts disabled\" >&2\n"
                                       "exit 128";

} // namespace

TEST_CASE("git is run in /, told one helper, and given the token on its stdin only") {
  const Sandbox sandbox;
  configure(sandbox, "libsecret");
  GitCredential store = store_with(
      sandbox, "[ $verb = fill ] && printf 'protocol=https\\nusername=unify-ls\\npassword=t0ken\\n'; exit 0");
  const Secret token("t0ken");
  CHECK(run_task(store.put(origin, token, Patience::background)));
  CHECK(sandbox.read("calls") == "config -z --get-regexp ^credential\\.\n"
                                 "-c credential.helper= -c credential.helper=libsecret credential approve\n"
                                 "-c credential.helper= -c credential.helper=libsecret credential fill\n");
  CHECK(sandbox.read("approve") ==
        "protocol=https\nhost=a.example:8443\nusername=unify-ls\npassword=t0ken\n");
  CHECK(sandbox.read("fill") == "protocol=https\nhost=a.example:8443\nusername=unify-ls\n");
  CHECK(sandbox.read("directory") == "/\n");
  const std::string environment = sandbox.read("environment");
  for (const char* line :
       {"GIT_TERMINAL_PROMPT=0\n", "GIT_ASKPASS=\n", "GCM_INTERACTIVE=never\n", "LC_ALL=C\n"})
    CHECK(environment.find(line) != std::string::npos);
  CHECK(environment.find("t0ken") == std::string::npos);
}

TEST_CASE("nothing of the caller's git environment reaches git") {
  const Sandbox sandbox;
  configure(sandbox, "libsecret");
  const Variable config("GIT_CONFIG_GLOBAL", "/tmp/evil");
  const Variable count("GIT_CONFIG_COUNT", "1");
  const Variable ssh("SSH_ASKPASS", "/tmp/evil");
  GitCredential store = store_with(sandbox, nothing_stored);
  CHECK_FALSE(must(run_task(store.get(origin, Patience::background))));
  const std::string environment = sandbox.read("environment");
  CHECK(environment.find("GIT_CONFIG") == std::string::npos);
  CHECK(environment.find("SSH_ASKPASS") == std::string::npos);
}

TEST_CASE("what fill answers") {
  struct Case {
    const char* credential;
    const char* token; ///< "" for nothing stored, null for an error
    const char* says;
  };

  for (const Case& given : {
           Case{"printf 'username=unify-ls\\npassword=t\\n'", "t", ""},
           Case{"printf 'username=someone\\npassword=t\\n'", "", ""}, // another one's
           Case{"printf 'username=unify-ls\\n'", "", ""},
           Case{nothing_stored, "", ""},
           Case{"echo \"git: 'credential-libsecret' is not a git command.\" >&2; "
                "echo 'fatal: terminal prompts disabled' >&2; exit 128",
                nullptr, "git-credential-libsecret is not installed"},
           Case{"echo 'fatal: bad config' >&2; exit 128", nullptr, "git-credential-libsecret failed"},
           Case{"exit 1", nullptr, "git-credential-libsecret failed"},
           Case{"kill -9 $$", nullptr, "git-credential-libsecret failed"},
       }) {
    CAPTURE(given.credential);
    const Sandbox sandbox;
    configure(sandbox, "libsecret");
    GitCredential store = store_with(sandbox, given.credential);
    const auto token = run_task(store.get(origin, Patience::background));
    REQUIRE(token.has_value() == (given.token != nullptr));
    if (!token) {
      CHECK(token.error().kind == ErrorKind::secretStore);
      CHECK(token.error().message.find(given.says) != std::string::npos);
    } else {
      CHECK((*token ? (*token)->reveal() : "") == given.token);
    }
  }
}

TEST_CASE("which helper is taken") {
  struct Case {
    const char* configured;
    const char* by_name;
    const char* taken; ///< null: none
  };

  for (const Case& given : {
           Case{"libsecret", "", "libsecret"},
           Case{"/usr/lib/git-core/git-credential-libsecret", "",
                "/usr/lib/git-core/git-credential-libsecret"},
           Case{"store", "", nullptr},
           Case{"cache", "", nullptr},
           Case{"!echo password=x", "", nullptr},
           Case{"libsecret", "store", "store"},
           Case{"cache --timeout=60", "cache", "cache --timeout=60"},
       }) {
    CAPTURE(given.configured);
    const Sandbox sandbox;
    configure(sandbox, given.configured);
    GitCredential store = store_with(sandbox, nothing_stored, given.by_name);
    const auto token = run_task(store.get(origin, Patience::background));
    CHECK(token.has_value() == (given.taken != nullptr));
    if (given.taken == nullptr) {
      CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::absent);
      continue;
    }
    const std::string expected = std::string("-c credential.helper=") + given.taken + " credential fill";
    CHECK(sandbox.read("calls").find(expected) != std::string::npos);
  }
}

TEST_CASE("without any helper the state says how to set one up") {
  const Sandbox sandbox;
  GitCredential store = store_with(sandbox, nothing_stored);
  const StoreState state = run_task(store.state(Patience::background));
  CHECK(state.condition == StoreCondition::absent);
  CHECK(state.advice.find("git config --global credential.helper") != std::string::npos);
}

TEST_CASE("a manager that writes plain files is not used, by name either") {
  const Sandbox sandbox;
  using namespace std::string_literals;
  sandbox.write("config", "credential.helper\nmanager\0credential.credentialstore\nplaintext\0"s);
  GitCredential by_name = store_with(sandbox, nothing_stored, "manager");
  CHECK_FALSE(run_task(by_name.get(origin, Patience::background)));
  GitCredential automatic = store_with(sandbox, nothing_stored);
  CHECK_FALSE(run_task(automatic.get(origin, Patience::background)));
}

TEST_CASE("a helper that loses the token without a word is found out") {
  const Sandbox sandbox;
  GitCredential store =
      store_with(sandbox, std::string("[ $verb = approve ] && exit 0\n") + nothing_stored, "odd");
  const Secret token("t0ken");
  const auto stored = run_task(store.put(origin, token, Patience::background));
  REQUIRE_FALSE(stored);
  CHECK(stored.error().kind == ErrorKind::secretStore);
  CHECK(stored.error().message.find("did not keep it") != std::string::npos);
  CHECK(stored.error().message.find("t0ken") == std::string::npos);
}

TEST_CASE("erasing tells whether there was one, and whether it is gone") {
  const Sandbox sandbox;
  SUBCASE("nothing there") {
    GitCredential store = store_with(sandbox, nothing_stored, "odd");
    CHECK_FALSE(must(run_task(store.erase(origin, Patience::background))));
    CHECK(sandbox.read("calls").find("reject") == std::string::npos);
  }
  SUBCASE("there and erased") {
    const std::string script =
        "if [ $verb = reject ]; then touch \"$SANDBOX/gone\"; exit 0; fi\n"
        "[ -f \"$SANDBOX/gone\" ] || { printf 'username=unify-ls\\npassword=t\\n'; exit 0; }\n";
    GitCredential store = store_with(sandbox, script + nothing_stored, "odd");
    CHECK(must(run_task(store.erase(origin, Patience::background))));
    CHECK(sandbox.read("reject").find("username=unify-ls\n") != std::string::npos);
  }
  SUBCASE("still there") {
    GitCredential store =
        store_with(sandbox, "[ $verb = fill ] && printf 'username=unify-ls\\npassword=t\\n'; exit 0", "odd");
    const auto erased = run_task(store.erase(origin, Patience::background));
    REQUIRE_FALSE(erased);
    CHECK(erased.error().message.find("still has the token") != std::string::npos);
  }
}

TEST_CASE("a helper that would prompt for a locked keyring is not run where nobody waits") {
  const Sandbox sandbox;
  configure(sandbox, "libsecret");
  auto keyring = std::make_shared<FakeStore>("secret-service");
  keyring->how = {StoreCondition::locked, "The keyring is locked", "unlock it"};
  GitCredential store = store_with(sandbox, nothing_stored, "", keyring);
  const auto token = run_task(store.get(origin, Patience::background));
  REQUIRE_FALSE(token);
  CHECK(token.error().message.find("The keyring is locked") != std::string::npos);
  CHECK(sandbox.read("calls").find("credential fill") == std::string::npos);
  CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::locked);

  CHECK_FALSE(must(run_task(store.get(origin, Patience::person)))); // a person may be asked
  CHECK(sandbox.read("calls").find("credential fill") != std::string::npos);
}

TEST_CASE("a helper that hangs is stopped, and a missing git is said") {
  const Sandbox sandbox;
  GitCredential hanging({.git = fake_git(sandbox, "sleep 600"),
                         .helper = "odd",
                         .deadlines = {std::chrono::milliseconds(1500), std::chrono::milliseconds(1500)}});
  const auto token = run_task(hanging.get(origin, Patience::background));
  REQUIRE_FALSE(token);
  CHECK(token.error().message.find("did not answer within 1500 ms") != std::string::npos);

  GitCredential without({.git = ""});
  CHECK(run_task(without.state(Patience::background)).condition == StoreCondition::absent);
}
