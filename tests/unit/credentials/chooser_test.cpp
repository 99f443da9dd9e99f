#include "server/credentials/chooser.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/fake_store.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;

TEST_CASE("the setting tokenStore names a store") {
  struct Case {
    const char* text;
    StoreKind kind;
    const char* helper;
  };

  for (const Case& given : {
           Case{"", StoreKind::automatic, ""},
           Case{"auto", StoreKind::automatic, ""},
           Case{"secret-service", StoreKind::secret_service, ""},
           Case{"git-credential", StoreKind::git_credential, ""},
           Case{"git-credential:cache", StoreKind::git_credential, "cache"},
           Case{"git-credential:store", StoreKind::git_credential, "store"},
           Case{"file", StoreKind::file, ""},
       }) {
    CAPTURE(given.text);
    const auto setting = read_store_setting(given.text);
    REQUIRE(setting);
    CHECK(setting->kind == given.kind);
    CHECK(setting->helper == given.helper);
  }
}

TEST_CASE("any other name is a wrong setting, and the valid ones are listed") {
  for (const char* text :
       {"keyring", "File", "auto ", "environment", "git-credential:", "git-credential:!evil",
        "git-credential:/tmp/x", "git-credential:a b", "git-credential:-x", "\x1b[31m"}) {
    CAPTURE(text);
    const auto setting = read_store_setting(text);
    REQUIRE_FALSE(setting);
    CHECK(setting.error().kind == ErrorKind::settings);
    const std::string& message = setting.error().message;
    for (const char* valid : {"auto", "secret-service", "git-credential", "git-credential:NAME", "file"})
      CHECK(message.find(valid) != std::string::npos);
    CHECK(message.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("auto takes the first store that works and says why") {
  auto first = std::make_shared<FakeStore>("secret-service");
  auto second = std::make_shared<FakeStore>("git-credential");
  const StoreChooser chooser({first, second});

  SUBCASE("the first") {
    const auto choice = must(run_task(chooser.choose(Patience::background)));
    CHECK(choice.store == first);
    CHECK(second->states == 0);
    CHECK(choice.why.find("secret-service") != std::string::npos);
  }
  SUBCASE("a locked keyring still is the place where the token is") {
    first->how = {StoreCondition::locked, "The keyring is locked", "unlock it"};
    CHECK(must(run_task(chooser.choose(Patience::background))).store == first);
  }
  SUBCASE("the second, when the first is not there") {
    first->how = {StoreCondition::absent, "No keyring answers", "start one"};
    const auto choice = must(run_task(chooser.choose(Patience::background)));
    CHECK(choice.store == second);
    CHECK(choice.why == "auto takes git-credential (not secret-service: No keyring answers).");
  }
  SUBCASE("none, and then nothing else in secret") {
    first->how = {StoreCondition::absent, "No keyring answers", "start one"};
    second->how = {StoreCondition::failed, "git failed", "repair it"};
    const auto choice = run_task(chooser.choose(Patience::background));
    REQUIRE_FALSE(choice);
    CHECK(choice.error().kind == ErrorKind::secretStore);
    CHECK(choice.error().message.find("No keyring answers") != std::string::npos);
    CHECK(choice.error().message.find("git failed") != std::string::npos);
    CHECK(choice.error().message.find("tokenStore") != std::string::npos);
  }
}

TEST_CASE("the chooser over the real stores") {
  SUBCASE("UNIFY_TOKEN wins over the setting") {
    StoreSettings settings{.token_store = "file", .origin = "https://a.example"};
    settings.environment_token = Result<Secret>(Secret("one"));
    const StoreChooser chooser = must(make_store_chooser(std::move(settings)));
    const auto choice = must(run_task(chooser.choose(Patience::background)));
    CHECK(choice.store->name() == "environment");
    CHECK(choice.why.find("UNIFY_TOKEN") != std::string::npos);
  }
  SUBCASE("a store asked for by name is taken without asking how it is") {
    for (const char* name : {"file", "secret-service", "git-credential"}) {
      StoreSettings settings{.token_store = name, .origin = "https://a.example"};
      settings.secret_service.program = "/nowhere/at/all";
      settings.git_credential.git = "/nowhere/at/all";
      const StoreChooser chooser = must(make_store_chooser(std::move(settings)));
      CHECK(must(run_task(chooser.choose(Patience::background))).store->name() == name);
    }
  }
  SUBCASE("auto never comes to a file") {
    StoreSettings settings{.token_store = "auto", .origin = "https://a.example"};
    settings.secret_service.program = "/nowhere/at/all";
    settings.git_credential.git = "";
    const StoreChooser chooser = must(make_store_chooser(std::move(settings)));
    const auto choice = run_task(chooser.choose(Patience::background));
    REQUIRE_FALSE(choice);
    CHECK(choice.error().message.find("unify-ls-secret-service") != std::string::npos);
    CHECK(choice.error().message.find("git is not") != std::string::npos);
  }
  SUBCASE("a wrong name is an error before anything is tried") {
    const auto chooser = make_store_chooser({.token_store = "keychain", .origin = "https://a.example"});
    REQUIRE_FALSE(chooser);
    CHECK(chooser.error().kind == ErrorKind::settings);
  }
}
