#include "server/base/time.h"
#include "server/git/repository.h"
#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace unify_ls::git {
namespace {

namespace fs = std::filesystem;
using testing::must;
using testing::run_task;
using testing::TempRepositories;

/// `origin` with branches main and feature/login, and `clone` of it, on main.
class ClonedRepository {
 public:
  ClonedRepository() : git(temp.tested()), repositories(git) {
    temp.init("origin");
    temp.write("origin/file", "one");
    first = temp.commit("origin", "first");
    temp.git("origin", {"branch", "feature/login"});
    temp.git("", {"clone", "-q", "file://" + temp.path("origin"), temp.path("clone")});
    temp.started();
  }

  Result<Checkout> describe(std::string_view folder = "clone", CheckoutWishes wishes = {}) {
    return run_task(repositories.describe(temp.path(folder), std::move(wishes)));
  }

  TempRepositories temp;
  Git git;
  Repositories repositories;
  std::string first;
};

TEST_CASE_FIXTURE(ClonedRepository, "a clone is described by three programs, and by one from then on") {
  const Checkout checkout = must(describe());
  CHECK(temp.started() == 3);
  CHECK(checkout.repository.root == temp.path("clone"));
  CHECK(checkout.remote->url == "file://" + temp.path("origin"));
  CHECK(checkout.rule == BranchRule::upstream);
  CHECK(checkout.branch == "main");
  CHECK(checkout.commit == first);
  CHECK(checkout.branches == std::vector<std::string>{"feature/login", "main"});
  CHECK(checkout.default_branch == "main");
  CHECK(checkout.checked_out == "main");
  REQUIRE(checkout.local.has_value());
  CHECK(checkout.local->checked_out);
  CHECK(checkout.local->unpushed == 0);
  CHECK(checkout.fetched_at == parse_time("2023-11-14T22:13:20Z")); // the cloning's, from the reflog

  CHECK(must(describe()).commit == first);
  CHECK(temp.started() == 1);
  CHECK(must(run_task(repositories.find(temp.path("clone")))).root == temp.path("clone"));
  CHECK(temp.started() == 0);
}

TEST_CASE_FIXTURE(ClonedRepository, "what changes in the repository is seen") {
  must(describe());
  SUBCASE("a remote") {
    temp.git("clone", {"remote", "set-url", "origin", "https://example.com/a/b"});
    CHECK(must(describe()).remote->url == "https://example.com/a/b");
  }
  SUBCASE("the user's settings") {
    temp.git("clone", {"config", "--global", "url.https://example.com/.insteadOf", "file://"});
    CHECK(must(describe()).remote->url.starts_with("https://example.com/"));
  }
  SUBCASE("a fetch") {
    temp.write("origin/file", "two");
    const std::string second = temp.commit("origin", "second");
    temp.git("clone", {"fetch", "-q"});
    const Checkout checkout = must(describe());
    CHECK(checkout.commit == second);
    CHECK(checkout.fetched_at > parse_time("2026-01-01")); // the time of FETCH_HEAD
  }
  SUBCASE("a branch of its own") {
    temp.git("clone", {"checkout", "-q", "-b", "feature/login", "--no-track"});
    const Checkout checkout = must(describe());
    CHECK(checkout.branch == "feature/login");
    CHECK(checkout.rule == BranchRule::same_name);
  }
  SUBCASE("a repository inside") {
    fs::create_directory(temp.path("clone/inner"));
    fs::create_directory_symlink(temp.path("clone/inner"), temp.path("door"));
    for (const char* folder : {"clone/inner", "door"})
      CHECK(must(describe(folder)).repository.root == temp.path("clone"));
    temp.init("clone/inner");
    for (const char* folder : {"clone/inner", "door"})
      CHECK(must(describe(folder)).repository.root == temp.path("clone/inner"));
  }
}

TEST_CASE_FIXTURE(ClonedRepository, "commits that were not pushed are counted once") {
  temp.write("clone/file", "mine");
  temp.commit("clone");
  temp.commit("clone");
  temp.started();
  const Checkout checkout = must(describe());
  CHECK(checkout.commit == first);
  CHECK(checkout.local->unpushed == 2);
  CHECK(temp.started() == 4);
  CHECK(must(describe()).local->unpushed == 2);
  CHECK(temp.started() == 1);

  const Checkout other = must(describe("clone", {.branch_argument = "feature/login"}));
  CHECK_FALSE(other.local.has_value());
}

TEST_CASE_FIXTURE(ClonedRepository, "a branch made from another and pushed under its own name is its own") {
  temp.git("clone", {"checkout", "-q", "-b", "mine", "origin/main"});
  temp.write("clone/file", "mine");
  const std::string commit = temp.commit("clone");
  const Checkout before = must(describe());
  CHECK(before.branch == "main"); // nothing of this name is on the remote yet
  CHECK(before.rule == BranchRule::upstream);
  CHECK(before.local->branch == "mine");
  CHECK(before.local->unpushed == 1);

  temp.git("clone", {"push", "-q", "origin", "mine"});
  const Checkout after = must(describe());
  CHECK(after.branch == "mine");
  CHECK(after.commit == commit);
  CHECK(after.local->unpushed == 0);
  const Checkout other = must(describe("clone", {.branch_argument = "main"}));
  CHECK(other.local->branch == "main"); // not the checked-out one, although that tracks it
  CHECK_FALSE(other.local->checked_out);
}

TEST_CASE_FIXTURE(ClonedRepository, "a bare clone with worktrees is told how to get remote branches") {
  temp.git("", {"clone", "-q", "--bare", "file://" + temp.path("origin"), temp.path("bare.git")});
  temp.git("bare.git", {"worktree", "add", "-q", temp.path("tree"), "main"});
  const auto lacking = describe("tree");
  REQUIRE_FALSE(lacking.has_value());
  REQUIRE(lacking.error().advice.has_value());
  temp.write_script("advice.sh", "export HOME=$SANDBOX/home\n" + *lacking.error().advice + " 2>/dev/null\n");
  CHECK(std::system(temp.path("advice.sh").c_str()) == 0);
  CHECK(must(describe("tree")).branch == "main");
}

TEST_CASE_FIXTURE(ClonedRepository,
                  "a subfolder, a symlink to it, a worktree and a bare clone have their repository") {
  fs::create_directories(temp.path("clone/a/b"));
  CHECK(must(describe("clone/a/b")).repository.root == temp.path("clone"));

  fs::create_directory_symlink(temp.path("clone/a/b"), temp.path("door"));
  const Checkout through_door = must(describe("door"));
  CHECK(through_door.repository.root == temp.path("clone"));
  CHECK(through_door.repository.common_dir == temp.path("clone/.git"));

  temp.git("clone", {"worktree", "add", "-q", temp.path("tree"), "-b", "work", "origin/feature/login"});
  const Checkout tree = must(describe("tree"));
  CHECK(tree.repository.root == temp.path("tree"));
  CHECK(tree.repository.common_dir == temp.path("clone/.git"));
  CHECK(tree.repository.git_dir == temp.path("clone/.git/worktrees/tree"));
  CHECK(tree.branch == "feature/login");
  CHECK(tree.fetched_at.has_value());

  temp.git("", {"clone", "-q", "--bare", temp.path("origin"), temp.path("bare.git")});
  const auto bare = must(run_task(repositories.find(temp.path("bare.git"))));
  CHECK(bare.bare);
  CHECK_FALSE(bare.has_working_copy());
}

TEST_CASE_FIXTURE(ClonedRepository, "a detached head falls back to the remote's") {
  temp.git("clone", {"checkout", "-q", "--detach"});
  const Checkout checkout = must(describe());
  CHECK_FALSE(checkout.checked_out.has_value());
  CHECK(checkout.rule == BranchRule::remote_head);
  CHECK(checkout.branch == "main");
}

TEST_CASE_FIXTURE(ClonedRepository, "a single-branch, shallow clone says what it lacks and how to get it") {
  temp.git(
      "", {"clone", "-q", "--single-branch", "--depth=1", "file://" + temp.path("origin"), temp.path("one")});
  CHECK(must(describe("one")).branches == std::vector<std::string>{"main"});
  const auto lacking = describe("one", {.branch_argument = "feature/login"});
  REQUIRE_FALSE(lacking.has_value());
  CHECK(lacking.error().kind == ErrorKind::notFound);
  REQUIRE(lacking.error().advice.has_value());
  // The command does what it promises.
  temp.write_script("advice.sh", "export HOME=$SANDBOX/home\n" + *lacking.error().advice + " 2>/dev/null\n");
  CHECK(std::system(temp.path("advice.sh").c_str()) == 0);
  CHECK(must(describe("one", {.branch_argument = "feature/login"})).commit == first);
}

TEST_CASE("repositories without commits, remotes or branches") {
  const TempRepositories temp;
  const Git git = temp.tested();
  Repositories repositories(git);
  temp.init("new");
  const auto describe = [&] { return run_task(repositories.describe(temp.path("new"), {})); };
  const Checkout empty = must(describe());
  CHECK_FALSE(empty.remote.has_value());
  CHECK_FALSE(empty.branch.has_value());
  CHECK_FALSE(empty.commit.has_value());

  temp.commit("new");
  const Checkout alone = must(describe());
  CHECK(alone.rule == BranchRule::checked_out);
  CHECK(alone.branch == "main");
  CHECK_FALSE(alone.commit.has_value());

  temp.git("new", {"remote", "add", "origin", "https://example.com/a/b"});
  const auto unfetched = describe();
  REQUIRE_FALSE(unfetched.has_value());
  CHECK(unfetched.error().advice ==
        "git -C " + temp.path("new") + " fetch origin '+refs/heads/*:refs/remotes/origin/*'");
}

TEST_CASE("a repository with SHA-256 ids") {
  const TempRepositories temp;
  const Git git = temp.tested();
  Repositories repositories(git);
  temp.init("origin", {"--object-format=sha256"});
  temp.write("origin/file", "one");
  const std::string first = temp.commit("origin");
  temp.git("", {"clone", "-q", temp.path("origin"), temp.path("clone")});
  CHECK(first.size() == 64);
  CHECK(must(run_task(repositories.describe(temp.path("clone"), {}))).commit == first);
}

TEST_CASE("folders that have no repository") {
  const TempRepositories temp;
  const Git git = temp.tested();
  Repositories repositories(git);
  fs::create_directory(temp.path("plain"));
  const auto plain = run_task(repositories.describe(temp.path("plain"), {}));
  REQUIRE_FALSE(plain.has_value());
  CHECK(plain.error().kind == ErrorKind::git);
  CHECK(plain.error().message.find("is not in a git repository") != std::string::npos);
  const auto absent = run_task(repositories.describe(temp.path("absent"), {}));
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().kind == ErrorKind::notFound);
}

} // namespace
} // namespace unify_ls::git
