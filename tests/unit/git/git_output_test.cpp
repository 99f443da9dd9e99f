#include "server/git/git_output.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace unify_ls::git {
namespace {

using namespace std::string_literals;

TEST_CASE("paths of a repository") {
  SUBCASE("a working copy, told from a subfolder") {
    const auto paths = read_paths("false\n/x/repo/.git\n../.git\n/x/repo\n");
    REQUIRE(paths.has_value());
    CHECK(paths->root == "/x/repo");
    CHECK(paths->common_dir == "/x/repo/.git");
    CHECK(paths->git_dir == "/x/repo/.git");
  }
  SUBCASE("a linked worktree, whichever way git tells the common folder") {
    for (const char* common : {"/x/repo/.git", "../../x/repo/.git"}) {
      const auto paths = read_paths("false\n/x/repo/.git/worktrees/w\n"s + common + "\n/x/w\n");
      REQUIRE(paths.has_value());
      CHECK(paths->common_dir == "/x/repo/.git");
      CHECK(paths->git_dir == "/x/repo/.git/worktrees/w");
    }
  }
  SUBCASE("a bare repository") {
    const auto paths = read_paths("true\n/x/b.git\n.\n");
    REQUIRE(paths.has_value());
    CHECK(paths->bare);
    CHECK_FALSE(paths->has_working_copy());
    CHECK(paths->place() == "/x/b.git");
  }
  SUBCASE("nothing else") {
    for (const char* output : {"", "false\n", "maybe\n/a\n.\n/b\n", "false\nrelative\n.\n/b\n",
                               "false\n/a/.git\n.git\nrelative\n", "false\n/a\nb/.git\n.git\n/a\nb\n"}) {
      CAPTURE(output);
      CHECK_FALSE(read_paths(output).has_value());
    }
  }
}

TEST_CASE("references") {
  const auto line = [](std::string_view head, std::string_view name, std::string_view target,
                       std::string_view remote, std::string_view branch) {
    const std::string nul(1, '\0');
    return std::string(head) + nul + std::string(name) + nul + "c1" + nul + std::string(target) + nul +
           std::string(remote) + nul + std::string(branch) + "\n";
  };
  const std::string first =
      line("*", "refs/heads/feature/x", "", "origin", "refs/heads/y") +
      line(" ", "refs/heads/plain", "", "", "") + line(" ", "refs/heads/bad\xff", "", "", "") +
      line(" ", "refs/remotes/origin/HEAD", "refs/remotes/origin/main", "", "") +
      line(" ", "refs/remotes/origin/feature/y", "", "", "") +
      line(" ", "refs/remotes/origin/main", "", "", "") +
      line(" ", "refs/remotes/origin/" + std::string(max_ref_bytes, 'x'), "", "", "") + "garbage\n";
  const std::string second = line(" ", "refs/remotes/other/main", "", "", "");
  Refs refs;
  add_refs(refs, first);
  add_refs(refs, second);
  REQUIRE(refs.checked_out.has_value());
  CHECK(refs.checked_out->name == "feature/x");
  CHECK(refs.checked_out->upstream_remote == "origin");
  CHECK(refs.checked_out->upstream_branch == "y");
  CHECK(refs.local.size() == 2);
  CHECK(refs.heads.find("origin")->second == "main");
  const auto branches = refs.branches_of("origin");
  REQUIRE(branches.size() == 2);
  CHECK(branches[0] == "feature/y");
  CHECK(refs.commit_of("origin", "main") == "c1");
  CHECK_FALSE(refs.commit_of("origin", "HEAD").has_value());
  CHECK(refs.branches_of("orig").empty());
}

TEST_CASE("thousands of remotes and rewritings of their addresses are not all read") {
  std::string output;
  for (int i = 10'000; i < 20'000; ++i) {
    const std::string number = std::to_string(i);
    output += "file:/c"s + '\0' + "remote.r" + number + ".url\nx:" + number + '\0';
    output += "file:/c"s + '\0' + "url.y" + number + ".insteadof\nx:" + number + '\0';
  }
  const GitSettings settings = read_settings(output);
  REQUIRE(settings.remotes.size() == max_remotes);
  CHECK(settings.remotes.front().name == "r10000");
  CHECK(settings.remotes.front().url == "y10000");
  CHECK(settings.remotes.back().configured_url == "x:10499");
}

TEST_CASE("settings") {
  const auto entry = [](std::string_view origin, std::string_view key, std::string_view value) {
    return std::string(origin) + '\0' + std::string(key) + "\n" + std::string(value) + '\0';
  };
  const std::string local = "file:.git/config";
  const GitSettings settings = read_settings(
      entry("file:/home/me/.gitconfig", "url.https://github.com/.insteadof", "gh:") +
      entry("file:/home/me/.gitconfig", "url.https://git.example.com/team/.insteadof", "gh:team/") +
      entry("file:/home/me/.gitconfig", "url.https://evil.example/.insteadof", "") +
      entry(local, "remote.up.stream.url", "gh:acme/shop") + entry(local, "remote.up.stream.url", "second") +
      entry(local, "remote.team.url", "gh:team/shop") + entry(local, "remote.empty.url", "") +
      entry(local, "branch.Fix/A.remote", "up.stream"));
  REQUIRE(settings.remotes.size() == 2);
  CHECK(settings.find("up.stream")->url == "https://github.com/acme/shop");
  CHECK(settings.find("up.stream")->configured_url == "gh:acme/shop");
  CHECK(settings.find("team")->url == "https://git.example.com/team/shop");
  CHECK(settings.find("empty") == nullptr);
  CHECK(settings.branch_remotes.at("Fix/A") == "up.stream");
  CHECK(settings.files == std::vector<std::string>{"/home/me/.gitconfig"});
  CHECK(read_settings("").remotes.empty());
  CHECK(read_settings("garbage").remotes.empty());
}

} // namespace
} // namespace unify_ls::git
