#include "server/git/workflow_files.h"
#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <sys/stat.h>

namespace unify_ls::git {
namespace {

namespace fs = std::filesystem;
using testing::must;
using testing::run_task;
using testing::TempRepositories;

/// Time that goes on by a step each time that somebody looks.
class SteppingClock final : public Clock {
 public:
  WallTime now() const override { return {}; }

  SteadyTime steady() const override {
    time += step;
    return time;
  }

  Task<> wait(std::chrono::milliseconds) override { co_return; }

  std::chrono::milliseconds step{0};
  mutable SteadyTime time{};
};

/// An `origin` with two workflows and a `clone` of it.
class ListedRepository {
 public:
  ListedRepository() : git(temp.tested()), repositories(git), lister(git) {
    temp.init("origin");
    write_at("origin", "deploy.yaml", "on: deploy\n");
    write_at("origin", "build.yml", "on: build\n");
    write_at("origin", "README.md", "no workflow\n");
    temp.commit("origin", "Add workflows");
    clone("clone");
  }

  void clone(const std::string& folder, std::vector<std::string> options = {}) {
    std::vector<std::string> arguments{"clone", "-q"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back("file://" + temp.path("origin"));
    arguments.push_back(temp.path(folder));
    temp.git("", std::move(arguments));
    temp.started();
  }

  void write_at(std::string_view repository, std::string_view name, std::string_view text) const {
    temp.write(std::string(repository) + "/.cloudbees/workflows/" + std::string(name), text);
  }

  /// Takes what `origin` has now to the remote branches of the clone, and leaves its working copy alone.
  void publish() const {
    temp.commit("origin");
    temp.git("clone", {"fetch", "-q"});
    temp.started();
  }

  Result<WorkflowFiles> try_list(std::string_view folder = "clone", CheckoutWishes wishes = {}) {
    auto checkout = run_task(repositories.describe(temp.path(folder), std::move(wishes)));
    if (!checkout) return std::unexpected(checkout.error());
    ListingBudget budget(clock, named);
    auto files = run_task(lister.list(std::move(*checkout), budget));
    left_out = budget.left_out();
    return files;
  }

  /// The files by name.
  std::map<std::string, WorkflowFile> list(std::string_view folder = "clone", CheckoutWishes wishes = {}) {
    latest = must(try_list(folder, std::move(wishes)));
    std::map<std::string, WorkflowFile> files;
    for (const WorkflowFile& file : latest.files) files.emplace(file.name, file);
    return files;
  }

  /// Does what a remedy says.
  void follow(const std::string& command) const {
    temp.write_script("advice.sh", "export HOME=$SANDBOX/home\n" + command + " 2>/dev/null\n");
    REQUIRE(std::system(temp.path("advice.sh").c_str()) == 0);
  }

  TempRepositories temp;
  Git git;
  Repositories repositories;
  WorkflowLister lister;
  WorkflowFiles latest;
  SteppingClock clock;
  std::string named;
  std::set<std::string, std::less<>> left_out;
};

TEST_CASE_FIXTURE(ListedRepository, "a listing costs five programs, and one as long as nothing was fetched") {
  const auto files = list();
  CHECK(temp.started() == 5);
  CHECK(latest.source == ListSource::remote);
  CHECK(latest.subject == "Add workflows");
  CHECK(latest.notes.empty());
  REQUIRE(files.size() == 2);
  const WorkflowFile& deploy = files.at("deploy.yaml");
  CHECK(*deploy.text() == "on: deploy\n");
  CHECK(deploy.state == FileState::same);
  CHECK(deploy.path == ".cloudbees/workflows/deploy.yaml");
  CHECK(deploy.working_path == temp.path("clone/.cloudbees/workflows/deploy.yaml"));
  CHECK(deploy.problems.empty());

  CHECK(list().size() == 2);
  CHECK(temp.started() == 1);

  write_at("origin", "new.yaml", "on: new\n");
  publish();
  CHECK(list().contains("new.yaml"));
  CHECK(temp.started() == 4); // the local branch is behind: its commits are counted
}

TEST_CASE_FIXTURE(ListedRepository, "every state of a file is told") {
  write_at("origin", "remote.yaml", "on: remote\n");
  write_at("origin", "windows.yaml", "a: 1\nb: 2\n");
  publish();
  write_at("clone", "deploy.yaml", "on: changed\n");
  write_at("clone", "windows.yaml", "a: 1\r\nb: 2\r\n");
  write_at("clone", "committed.yaml", "on: mine\n");
  temp.commit("clone");
  write_at("clone", "untracked.yaml", "on: mine too\n");
  fs::remove(temp.path("clone/.cloudbees/workflows/build.yml"));

  const auto files = list();
  const std::map<std::string, FileState> expected{
      {"build.yml", FileState::onlyRemote},     {"committed.yaml", FileState::onlyLocal},
      {"deploy.yaml", FileState::modified},     {"remote.yaml", FileState::onlyRemote},
      {"untracked.yaml", FileState::untracked}, {"windows.yaml", FileState::same},
  };
  CHECK(files.size() == expected.size());
  for (const auto& [name, state] : expected) {
    CAPTURE(name);
    CHECK(name_of(files.at(name).state) == name_of(state));
  }
  CHECK(*files.at("deploy.yaml").text() == "on: deploy\n");
  CHECK(files.at("deploy.yaml").working_text == "on: changed\n");
  CHECK_FALSE(files.at("remote.yaml").working_path.has_value());
  CHECK(*files.at("untracked.yaml").text() == "on: mine too\n");

  temp.started();
  list();
  CHECK(temp.started() == 1); // the index has not changed
  temp.git("clone", {"add", ".cloudbees/workflows/untracked.yaml"});
  CHECK(list().at("untracked.yaml").state == FileState::onlyLocal);
}

TEST_CASE_FIXTURE(ListedRepository, "another branch is read where it is asked for") {
  temp.git("origin", {"checkout", "-q", "-b", "feature/login"});
  write_at("origin", "deploy.yaml", "on: login\n");
  publish();
  CHECK(*list("clone", {.branch_argument = "feature/login"}).at("deploy.yaml").text() == "on: login\n");
  CHECK(*list().at("deploy.yaml").text() == "on: deploy\n");
}

TEST_CASE_FIXTURE(ListedRepository, "what is no file on the remote branch is a problem, not followed") {
  const std::string folder = temp.path("origin/.cloudbees/workflows/");
  fs::create_symlink("/etc/hostname", folder + "link.yaml");
  temp.init("origin/.cloudbees/workflows/module.yaml");
  temp.commit("origin/.cloudbees/workflows/module.yaml");
  write_at("origin", "large.yaml", std::string(max_workflow_bytes + 1, '#'));
  write_at("origin", "limit.yaml", std::string(max_workflow_bytes, '#'));
  write_at("origin", "sub/inside.yaml", "on: x\n");
  write_at("origin", "folder.yaml/inside.yaml", "on: x\n");
  write_at("origin", "h\xc3\xb6\xe2\x82\xac.yaml", "on: utf8\n");
  write_at("origin", "bad\xff.yaml", "on: bytes\n");
  write_at("origin", "new\nline.yaml", "on: line\n");
  write_at("origin", "star*.yaml", "on: star\n");
  publish();

  auto files = list();
  for (const char* name :
       {"link.yaml", "module.yaml", "large.yaml", "folder.yaml", "bad\xef\xbf\xbd.yaml", "new\nline.yaml"}) {
    CAPTURE(name);
    REQUIRE(files.contains(name));
    CHECK(files.at(name).problems.size() == 1);
    CHECK(files.at(name).text() == nullptr);
  }
  CHECK(files.at("limit.yaml").text()->size() == max_workflow_bytes);
  CHECK(*files.at("h\xc3\xb6\xe2\x82\xac.yaml").text() == "on: utf8\n");
  CHECK(*files.at("star*.yaml").text() == "on: star\n");
  CHECK_FALSE(files.contains("inside.yaml"));
  CHECK(latest.notes.size() == 1);
}

TEST_CASE_FIXTURE(ListedRepository,
                  "what is no file in the working copy is a problem, not followed or waited for") {
  const std::string folder = temp.path("clone/.cloudbees/workflows/");
  fs::remove(folder + "deploy.yaml");
  fs::create_symlink("/etc/hostname", folder + "deploy.yaml");
  REQUIRE(::mkfifo((folder + "pipe.yaml").c_str(), 0600) == 0);
  fs::create_directory(folder + "folder.yaml");
  write_at("clone", "large.yaml", std::string(max_workflow_bytes + 1, '#'));

  const auto files = list();
  CHECK(files.at("deploy.yaml").state == FileState::modified);
  CHECK(*files.at("deploy.yaml").text() == "on: deploy\n"); // what would run can be read all the same
  for (const char* name : {"deploy.yaml", "pipe.yaml", "folder.yaml", "large.yaml"}) {
    CAPTURE(name);
    CHECK(files.at(name).problems.size() == 1);
    CHECK_FALSE(files.at(name).working_text.has_value());
  }
}

TEST_CASE_FIXTURE(ListedRepository,
                  "what takes more than 64 MiB together is left out, but not what was named") {
  std::string text(max_workflow_bytes, '#');
  constexpr std::size_t fitting = max_listing_bytes / max_workflow_bytes;
  for (std::size_t i = 0; i < fitting; ++i) {
    const std::string number = std::to_string(1000 + i);
    write_at("origin", "w" + number + ".yaml", number + text.substr(number.size()));
  }
  publish();
  temp.started();

  auto files = list(); // the others of "origin" are not in the working copy
  CHECK(left_out == std::set<std::string, std::less<>>{"w1127.yaml"});
  CHECK(files.size() == fitting + 1);
  CHECK(files.at("deploy.yaml").state == FileState::same);
  CHECK(files.at("w1126.yaml").text()->starts_with("1126"));
  CHECK(temp.started() > 32); // in conversations of 2 MiB

  named = ".cloudbees/workflows/w1127.yaml";
  files = list();
  CHECK(files.at("w1127.yaml").text()->starts_with("1127"));
  CHECK(files.at("w1127.yaml").state == FileState::onlyRemote);
  CHECK(left_out.empty()); // the named one is not counted
}

TEST_CASE_FIXTURE(ListedRepository,
                  "what takes more than 10 seconds is left out on both sides, but not what was named") {
  write_at("clone", "deploy.yaml", "on: changed\n");
  write_at("clone", "mine.yaml", "on: mine\n");
  clock.step = std::chrono::seconds(4);
  list();
  CHECK(latest.files.size() + left_out.size() == 3);
  CHECK(left_out.size() >= 1);
  clock.step = std::chrono::seconds(11);
  named = "deploy.yaml";
  const auto files = list();
  REQUIRE(files.size() == 1);
  CHECK(files.at("deploy.yaml").state == FileState::modified);
  CHECK(*files.at("deploy.yaml").text() == "on: deploy\n");
  CHECK(left_out == std::set<std::string, std::less<>>{"build.yml", "mine.yaml"});
  named.clear();
  clock.step = std::chrono::seconds(0);
  CHECK(list().size() == 3); // what was left out is not remembered as absent
}

TEST_CASE_FIXTURE(ListedRepository, "a folder that is a symlink is not read") {
  temp.write("outside/workflows/evil.yaml", "on: evil\n");
  SUBCASE("in the working copy") {
    fs::remove_all(temp.path("clone/.cloudbees"));
    fs::create_directory_symlink("../outside", temp.path("clone/.cloudbees"));
    const auto files = list();
    CHECK(files.size() == 2);
    CHECK_FALSE(files.contains("evil.yaml"));
    CHECK(files.at("deploy.yaml").state == FileState::onlyRemote);
  }
  SUBCASE("the inner one in the working copy") {
    fs::remove_all(temp.path("clone/.cloudbees/workflows"));
    fs::create_directory_symlink("../../outside/workflows", temp.path("clone/.cloudbees/workflows"));
    CHECK_FALSE(list().contains("evil.yaml"));
  }
  SUBCASE("on the remote branch") {
    fs::remove_all(temp.path("origin/.cloudbees"));
    fs::create_directory_symlink("../outside", temp.path("origin/.cloudbees"));
    publish();
    const auto files = list();
    CHECK(files.at("deploy.yaml").state == FileState::onlyLocal);
    CHECK_FALSE(files.contains("evil.yaml"));
  }
  CHECK(latest.notes.size() == 1);
}

TEST_CASE_FIXTURE(ListedRepository, "without a remote the working copy is listed") {
  temp.git("clone", {"remote", "remove", "origin"});
  write_at("clone", "new.yaml", "on: new\n");
  temp.started();
  const auto files = list();
  CHECK(temp.started() == 4);
  CHECK(latest.source == ListSource::working_copy);
  CHECK(files.at("deploy.yaml").state == FileState::onlyLocal);
  CHECK(files.at("new.yaml").state == FileState::untracked);
  list();
  CHECK(temp.started() == 1);
}

TEST_CASE_FIXTURE(ListedRepository, "a repository without commits lists what is there") {
  temp.init("new");
  write_at("new", "a.yaml", "on: a\n");
  CHECK(list("new").at("a.yaml").state == FileState::untracked);
}

TEST_CASE_FIXTURE(ListedRepository, "a remote without workflows has none") {
  fs::remove_all(temp.path("origin/.cloudbees"));
  publish();
  fs::remove_all(temp.path("clone/.cloudbees"));
  CHECK(list().empty());
  CHECK(latest.notes.empty());
}

TEST_CASE_FIXTURE(ListedRepository, "a partial clone lists all that it has, and says how to get the rest") {
  temp.git("origin", {"config", "uploadpack.allowFilter", "true"});
  write_at("origin", "large.yaml", std::string(max_workflow_bytes + 1, '#'));
  publish();
  clone("partial", {"--no-checkout", "--filter=blob:none"});
  temp.git("partial", {"cat-file", "-e", "origin/main:.cloudbees/workflows/build.yml"});
  temp.git("partial", {"cat-file", "-e", "origin/main:.cloudbees/workflows/large.yaml"});
  auto files = list("partial");
  CHECK(*files.at("build.yml").text() == "on: build\n");
  CHECK(files.at("large.yaml").problems.front().contains("is larger than 512 KiB"));
  const WorkflowFile& lacking = files.at("deploy.yaml");
  CHECK(lacking.text() == nullptr);
  CHECK(lacking.state == FileState::onlyRemote);
  REQUIRE(lacking.remedy.has_value());
  CHECK(lacking.problems.front().contains(*lacking.remedy));
  follow(*lacking.remedy);
  files = list("partial");
  CHECK(*files.at("deploy.yaml").text() == "on: deploy\n");
  CHECK(files.at("deploy.yaml").problems.empty());
  // Nothing but that file was fetched.
  CHECK(temp.git("partial", {"rev-list", "--objects", "--missing=print", "--no-object-names", "origin/main"})
            .contains("?" + temp.git("origin", {"rev-parse", "main:.cloudbees/workflows/README.md"})));
}

TEST_CASE_FIXTURE(ListedRepository, "a partial clone without the folder says how to get that") {
  temp.git("origin", {"config", "uploadpack.allowFilter", "true"});
  clone("partial", {"--no-checkout", "--filter=tree:0"});
  const auto lacking = try_list("partial");
  REQUIRE_FALSE(lacking.has_value());
  CHECK(lacking.error().kind == ErrorKind::git);
  REQUIRE(lacking.error().advice.has_value());
  follow(*lacking.error().advice);
  CHECK(*list("partial").at("deploy.yaml").text() == "on: deploy\n");
}

TEST_CASE_FIXTURE(ListedRepository, "a damaged clone hides no other file") {
  temp.git("", {"clone", "-q", temp.path("origin"),
                temp.path("damaged")}); // with loose objects, as they are there
  const std::string object =
      temp.git("damaged", {"rev-parse", "origin/main:.cloudbees/workflows/deploy.yaml"});
  REQUIRE(fs::remove(temp.path("damaged/.git/objects/" + object.substr(0, 2) + "/" + object.substr(2))));
  const auto files = list("damaged");
  CHECK(*files.at("build.yml").text() == "on: build\n");
  CHECK(files.at("deploy.yaml").problems.front().contains("damaged"));
  CHECK(files.at("deploy.yaml").remedy->contains("fetch --refetch"));
}

TEST_CASE_FIXTURE(ListedRepository, "worktrees, bare and SHA-256 repositories are listed too") {
  temp.git("clone", {"worktree", "add", "-q", temp.path("tree"), "-b", "work", "origin/main"});
  CHECK(list("tree").at("deploy.yaml").working_path == temp.path("tree/.cloudbees/workflows/deploy.yaml"));

  temp.init("bare.git", {"--bare"});
  temp.git("bare.git", {"remote", "add", "origin", "file://" + temp.path("origin")});
  temp.git("bare.git", {"fetch", "-q", "origin"});
  CHECK(list("bare.git", {.branch_argument = "main"}).at("deploy.yaml").state == FileState::onlyRemote);

  temp.git("", {"clone", "-q", temp.path("clone"), temp.path("super")});
  temp.git("super", {"submodule", "--quiet", "add", "file://" + temp.path("origin"), "part"});
  CHECK(list("super/part").at("deploy.yaml").working_path ==
        temp.path("super/part/.cloudbees/workflows/deploy.yaml"));

  temp.init("long", {"--object-format=sha256"});
  write_at("long", "a.yaml", "on: a\n");
  temp.commit("long");
  temp.git("", {"clone", "-q", temp.path("long"), temp.path("long-clone")});
  const auto files = list("long-clone");
  CHECK(files.at("a.yaml").state == FileState::same);
  CHECK(files.at("a.yaml").object.size() == 64);
}

TEST_CASE_FIXTURE(ListedRepository, "a branch that has to be asked is asked") {
  temp.git("clone", {"checkout", "-q", "--detach"});
  temp.git("clone", {"remote", "set-head", "origin", "--delete"});
  const auto open = try_list();
  REQUIRE_FALSE(open.has_value());
  CHECK(open.error().kind == ErrorKind::needsInput);
  CHECK(open.error().missing == std::vector<std::string>{"branch"});
}

TEST_CASE("texts are compared line endings aside") {
  CHECK(same_text("a\nb\n", "a\r\nb\r\n"));
  CHECK(same_text("a\r\nb\n", "a\nb\r\n"));
  CHECK_FALSE(same_text("a\nb", "a\nb\n"));
  CHECK_FALSE(same_text("a\r", "a\n"));
  CHECK_FALSE(same_text("a\rb", "ab"));
}

} // namespace
} // namespace unify_ls::git
