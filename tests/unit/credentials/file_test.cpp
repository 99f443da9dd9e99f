#include "server/credentials/file.h"
#include "tests/support/run_task.h"
#include "tests/unit/credentials/sandbox.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;
using namespace unify_ls::testing;
using std::filesystem::perms;

namespace {

constexpr std::string_view origin = "https://api.cloudbees.io";

std::string stored(FileStore& store, std::string_view of = origin) {
  const auto token = run_task(store.get(of, Patience::background));
  REQUIRE(token);
  return *token ? std::string((*token)->reveal()) : "nothing";
}

void put(FileStore& store, std::string_view token, std::string_view of = origin) {
  const Secret secret(token);
  const auto done = run_task(store.put(of, secret, Patience::background));
  REQUIRE_MESSAGE(done, done.error().message);
}

std::string refusal(FileStore& store) {
  const auto token = run_task(store.get(origin, Patience::background));
  REQUIRE_FALSE(token);
  CHECK(token.error().kind == ErrorKind::secretStore);
  return token.error().message;
}

perms mode_of(const std::string& path) { return std::filesystem::status(path).permissions(); }

} // namespace

TEST_CASE("a file store keeps one token for each origin") {
  const Sandbox sandbox;
  FileStore store(sandbox.path("state/unify-ls/tokens"));
  CHECK(stored(store) == "nothing");
  put(store, "one");
  put(store, "other", "https://api.cloudbees.io:8443");
  CHECK(stored(store) == "one");
  put(store, "two");
  CHECK(stored(store) == "two");
  CHECK(stored(store, "https://api.cloudbees.io:8443") == "other");
  CHECK(must(run_task(store.erase(origin, Patience::background))));
  CHECK_FALSE(must(run_task(store.erase(origin, Patience::background))));
  CHECK(stored(store) == "nothing");
  CHECK(stored(store, "https://api.cloudbees.io:8443") == "other");
}

TEST_CASE("its files are for their owner alone, and no half-written one is left") {
  const Sandbox sandbox;
  const std::string folder = sandbox.path("state/unify-ls/tokens");
  FileStore store(folder);
  put(store, "one");
  put(store, "two");
  CHECK(mode_of(folder) == perms::owner_all);
  const std::string file = folder + "/https_api.cloudbees.io";
  CHECK(mode_of(file) == (perms::owner_read | perms::owner_write));
  CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
}

TEST_CASE("what others could have read or planted is refused, with the command to run") {
  const Sandbox sandbox;
  const std::string folder = sandbox.path("tokens");
  const std::string file = folder + "/https_api.cloudbees.io";
  FileStore store(folder);
  put(store, "one");

  SUBCASE("a file that its group may read") {
    std::filesystem::permissions(file, perms::group_read, std::filesystem::perm_options::add);
    CHECK(refusal(store).find("chmod 600 '" + file + "'") != std::string::npos);
    put(store, "two"); // storing a new one repairs it
    CHECK(stored(store) == "two");
  }
  SUBCASE("a folder that others may enter") {
    std::filesystem::permissions(folder, perms::others_exec, std::filesystem::perm_options::add);
    CHECK(refusal(store).find("chmod 700 '" + folder + "'") != std::string::npos);
    CHECK(run_task(store.state(Patience::background)).condition == StoreCondition::failed);
  }
  SUBCASE("a link in place of the file") {
    std::filesystem::rename(file, sandbox.path("elsewhere"));
    std::filesystem::create_symlink(sandbox.path("elsewhere"), file);
    CHECK(refusal(store).find(file) != std::string::npos);
  }
  SUBCASE("a link in place of the folder") {
    std::filesystem::rename(folder, sandbox.path("elsewhere"));
    std::filesystem::create_directory_symlink(sandbox.path("elsewhere"), folder);
    CHECK(refusal(store).find(folder) != std::string::npos);
  }
  SUBCASE("a folder in place of the file") {
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    std::filesystem::permissions(file, perms::owner_all);
    CHECK(refusal(store).find("not a plain file") != std::string::npos);
  }
  SUBCASE("a file of another origin") {
    sandbox.write("tokens/https_api.cloudbees.io", "origin=https://evil.example\ntoken=one\n");
    CHECK(refusal(store).find("does not hold a token of https://api.cloudbees.io") != std::string::npos);
  }
  SUBCASE("garbage") {
    sandbox.write("tokens/https_api.cloudbees.io", "one\n");
    CHECK(refusal(store).find("does not hold a token") != std::string::npos);
  }
}

TEST_CASE("a folder that cannot be made is an error, and so is an origin that is none") {
  const Sandbox sandbox;
  sandbox.write("file", "");
  FileStore store(sandbox.path("file/tokens"));
  const Secret token("one");
  CHECK_FALSE(run_task(store.put(origin, token, Patience::background)));
  CHECK_FALSE(run_task(store.put("", token, Patience::background)));
  CHECK_FALSE(run_task(store.get("https://a/b", Patience::background)));
  CHECK_FALSE(run_task(store.erase("../x", Patience::background)));
}
