#include "server/settings/settings_files.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls::settings;
using namespace unify_ls::testing;

TEST_CASE("settings of both files, each with its path in what is wrong with it") {
  const TemporaryFolder folder;
  const auto repository =
      folder.write("repo/.cloudbees/unify-ls.json", "{\n\"branch\": \"r\",\n\"proxy\": \"p\"\n}");
  const auto config =
      folder.write("config/config.json", "{\"branch\": \"c\", \"remote\": \"up\",\n\"x\": 1}");
  const Settings settings =
      load_settings({.repository_root = folder.path() / "repo", .config_folder = folder.path() / "config"});
  CHECK(settings.folder.branch.value == "r");
  CHECK(settings.folder.remote.value == "up");
  REQUIRE(settings.warnings.size() == 2);
  CHECK(settings.warnings[0].message.starts_with(repository.string() +
                                                 ": a repository may not set proxy (line 3)"));
  CHECK(settings.warnings[1].message.starts_with(config.string() + ":2: \"x\""));
}

TEST_CASE("a file that cannot be read costs a warning, and the others count") {
  const TemporaryFolder folder;
  const auto repository = folder.write("repo/.cloudbees/unify-ls.json", "{\n\"branch\"}");
  folder.write("config/config.json", "{\"branch\": \"c\"}");
  const Settings settings =
      load_settings({.repository_root = folder.path() / "repo", .config_folder = folder.path() / "config"});
  CHECK(settings.folder.branch.value == "c");
  REQUIRE(settings.warnings.size() == 1);
  CHECK(settings.warnings[0].source == SettingSource::repository);
  CHECK(settings.warnings[0].message.starts_with(repository.string() + ":2:"));
}

TEST_CASE("no files and no folders are no warnings") {
  const TemporaryFolder folder;
  CHECK(load_settings({}).warnings.empty());
  CHECK(load_settings({.repository_root = folder.path(), .config_folder = folder.path()}).warnings.empty());
}
