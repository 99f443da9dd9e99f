#include "server/git/git_folder.h"
#include "server/git/repository.h"
#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <sys/stat.h>

namespace unify_ls::git {
namespace {

namespace fs = std::filesystem;
using testing::run_task;
using testing::TempRepositories;

void replace_by_pipe(const std::string& path) {
  fs::remove(path);
  fs::create_directories(fs::path(path).parent_path());
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
}

TEST_CASE("a pipe where git would read is found before git waits for it") {
  TempRepositories temp;
  temp.init("repo");
  temp.commit("repo");
  temp.git("repo", {"worktree", "add", "-q", temp.path("tree")});
  const std::string main = temp.path("repo/.git");
  const std::string tree = temp.path("tree/.git");
  CHECK(nearest_dot_git(temp.path("repo")) == main);
  CHECK_FALSE(waiting_file(main).has_value());
  CHECK_FALSE(waiting_file(tree).has_value());

  SUBCASE("of the folder that all worktrees share") {
    for (const char* name : {"config", "packed-refs", "objects/info/alternates", "shallow"}) {
      const std::string file = main + "/" + name;
      CAPTURE(file);
      replace_by_pipe(file);
      CHECK(waiting_file(main) == file);
      CHECK(waiting_file(tree) == file);
      fs::remove(file);
    }
  }
  SUBCASE("of one worktree's own folder") {
    replace_by_pipe(main + "/worktrees/tree/index");
    CHECK(waiting_file(tree) == main + "/worktrees/tree/index");
    CHECK_FALSE(waiting_file(main).has_value());
  }
  SUBCASE("behind a symlink") {
    replace_by_pipe(temp.path("pipe"));
    fs::create_symlink(temp.path("pipe"), main + "/packed-refs");
    CHECK(waiting_file(main) == main + "/packed-refs");
  }
}

TEST_CASE("a repository with a pipe is refused without starting git") {
  TempRepositories temp;
  temp.init("repo");
  temp.commit("repo");
  const Git git = temp.tested();
  Repositories repositories(git);
  const std::string folder = temp.path("repo");
  REQUIRE(run_task(repositories.describe(folder, {})).has_value());
  replace_by_pipe(temp.path("repo/.git/packed-refs"));
  temp.started();
  const auto known = run_task(repositories.describe(folder, {}));
  REQUIRE_FALSE(known.has_value());
  CHECK(known.error().kind == ErrorKind::git);
  CHECK(known.error().message.contains("packed-refs"));
  CHECK_FALSE(run_task(repositories.find(folder)).has_value());
  CHECK(temp.started() == 0);
}

} // namespace
} // namespace unify_ls::git
