#include "server/credentials/git_config.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace unify_ls::credentials;

namespace {

/// As `git config -z` prints: key, line feed, value, NUL.
std::string printed(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string text;
  for (const auto& [key, value] : entries) text.append(key).append("\n").append(value).append(1, '\0');
  return text;
}

GitCredentialConfig config_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  return read_git_credential_config(printed(entries));
}

} // namespace

TEST_CASE("the name of a helper is read from all the ways to write it") {
  struct Case {
    const char* command;
    const char* name;
  };

  for (const Case& given : {
           Case{"libsecret", "libsecret"},
           Case{"cache --timeout=3600", "cache"},
           Case{"/usr/lib/git-core/git-credential-libsecret", "libsecret"},
           Case{"/opt/x/git-credential-store --file /tmp/x", "store"},
           Case{"/opt/libsecret", ""},
           Case{"!libsecret", ""},
           Case{"!f() { echo password=x; }; f", ""},
           Case{"/opt/with blank/git-credential-manager", ""},
           // As WSL's documentation sets it up; git has read the quotes of its file already.
           Case{R"(/mnt/c/Program\ Files/Git/mingw64/bin/git-credential-manager.exe)", "manager"},
           Case{R"("/mnt/c/Program Files/Git/mingw64/bin/git-credential-manager.exe")", "manager"},
           Case{R"('/mnt/c/Program Files/Git/mingw64/bin/git-credential-manager.exe' --x)", "manager"},
           Case{R"(/mnt/c/Program\ Files/Git/mingw64/bin/git-credential-wincred.EXE)", "wincred"},
           Case{"/mnt/c/Program\\ Files/evil.exe", ""},
           Case{"!/mnt/c/git-credential-manager.exe", ""},
           Case{"manager.exe", "manager"},
           Case{"manager.exe --x", "manager"},
           Case{".exe", ""},
           Case{"\"open quote", ""},
           Case{"\\", ""},
           Case{"--help", ""},
       }) {
    CAPTURE(given.command);
    const GitCredentialConfig config = config_of({{"credential.helper", given.command}});
    REQUIRE(config.helpers.size() == 1);
    CHECK(config.helpers.front().name == given.name);
    CHECK(config.helpers.front().command == given.command);
  }
}

TEST_CASE("helpers keep git's order, an empty one takes back those before, those of one address come last") {
  const GitCredentialConfig config = config_of({{"credential.helper", "store"},
                                                {"credential.https://dev.azure.com.helper", ""},
                                                {"credential.https://dev.azure.com.helper", "manager.exe"},
                                                {"credential.https://github.com.helper", "!gh auth"},
                                                {"credential.https://github.com.helper", "libsecret"},
                                                {"credential.https://github.com.usehttppath", "true"},
                                                {"credential.helper", ""},
                                                {"credential.helper", "cache"},
                                                {"credential.username", "someone"},
                                                {"credential.helper", "libsecret"}});
  std::vector<std::string> commands;
  for (const GitHelper& helper : config.helpers) commands.push_back(helper.command);
  CHECK(commands == std::vector<std::string>{"cache", "libsecret", "manager.exe", "!gh auth"});
}

TEST_CASE("broken output is no helper") {
  CHECK(read_git_credential_config("").helpers.empty());
  CHECK(read_git_credential_config("credential.helper").helpers.empty());
  CHECK(read_git_credential_config(std::string_view("\0\0\n\0", 4)).helpers.empty());
}

TEST_CASE("only helpers that keep a token in the system's own store are safe") {
  struct Case {
    const char* command;
    const char* manager_store;
    bool safe;
  };

  for (const Case& given : {
           Case{"libsecret", "", true},
           Case{"osxkeychain", "", true},
           Case{"wincred", "", true},
           Case{"manager", "", true},
           Case{"manager", "secretservice", true},
           Case{"manager", "plaintext", false},
           Case{"manager", "PlainText", false},
           Case{"libsecret", "plaintext", true},
           Case{"cache", "", false},
           Case{"store", "", false},
           Case{"!libsecret", "", false},
           Case{"manager-core", "", false},
       }) {
    CAPTURE(given.command);
    const GitCredentialConfig config = config_of(
        {{"credential.helper", given.command}, {"credential.credentialstore", given.manager_store}});
    CHECK(is_safe_helper(config.helpers.front(), config) == given.safe);
  }
}

TEST_CASE("helpers that open the Secret Service's prompt are known") {
  CHECK(asks_secret_service("libsecret", {}));
  CHECK(asks_secret_service("manager", {.helpers = {}, .manager_store = "secretservice"}));
  CHECK_FALSE(asks_secret_service("manager", {}));
  CHECK_FALSE(asks_secret_service("cache", {}));
}
