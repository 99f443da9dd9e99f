#include "server/git/repository.h"
#include "server/git/workflow_files.h"
#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

namespace unify_ls::git {
namespace {

namespace fs = std::filesystem;
using testing::must;
using testing::run_task;
using testing::TempRepositories;

/// A clone whose every setting that git could run is a script which leaves a marker. The working copy
/// differs, so that git would have reasons to look closer.
class HostileRepository {
 public:
  HostileRepository() {
    temp.write_script("evil.sh", "echo \"$0 $*\" >> $SANDBOX/marker\ncat\n");
    temp.init("origin");
    temp.git("origin", {"config", "uploadpack.allowFilter", "true"});
    temp.write("origin/.cloudbees/workflows/a.yaml", "on: a\n");
    temp.write("origin/.gitattributes", "* filter=evil diff=evil\n");
    temp.commit("origin");
    temp.git("", {"clone", "-q", "file://" + temp.path("origin"), temp.path("clone")});
    temp.git("", {"clone", "-q", "--no-checkout", "--filter=blob:none", "file://" + temp.path("origin"),
                  temp.path("partial")});
    temp.write("clone/.cloudbees/workflows/a.yaml", "on: b\n");
    temp.write("clone/.cloudbees/workflows/new.yaml", "on: new\n");
    temp.commit("clone");
    temp.write("clone/.cloudbees/workflows/untracked.yaml", "on: new\n");
    // What is not a program is put on the way: git in the working copy, and in a folder that a relative PATH
    // finds.
    temp.write_script("clone/git", "touch $SANDBOX/marker\n");
    temp.write_script("clone/bin/git", "touch $SANDBOX/marker\n");
    for (const char* folder : {"clone", "partial"}) poison(folder);
    fs::remove(temp.path("marker")); // whatever the preparations set off
  }

  void poison(const std::string& folder) const {
    const std::string evil = temp.path("evil.sh");
    std::string config;
    for (const char* setting :
         {"[core]\n\tfsmonitor = ", "[core]\n\tsshCommand = ", "[core]\n\tpager = ", "[core]\n\teditor = ",
          "[core]\n\taskPass = ", "[core]\n\tgitProxy = ", "[core]\n\talternateRefsCommand = ",
          "[filter \"evil\"]\n\tclean = ", "[filter \"evil\"]\n\tsmudge = ",
          "[filter \"evil\"]\n\tprocess = ", "[diff \"evil\"]\n\ttextconv = ", "[diff]\n\texternal = ",
          "[gpg]\n\tprogram = ", "[credential]\n\thelper = ", "[uploadpack]\n\tpackObjectsHook = ",
          "[pager]\n\tls-tree = ", "[pager]\n\tfor-each-ref = ", "[pager]\n\tconfig = ",
          "[sequence]\n\teditor = "})
      config += setting + evil + "\n";
    for (const char* command :
         {"rev-parse", "config", "for-each-ref", "ls-tree", "cat-file", "rev-list", "ls-files"})
      config += "[alias]\n\t" + std::string(command) + " = !" + evil + "\n";
    config += "[log]\n\tshowSignature = true\n[core]\n\thooksPath = " + temp.path("hooks") + "\n";
    config += "[include]\n\tpath = " + temp.path("included") + "\n";
    const std::string file = folder + "/.git/config";
    temp.write(file, own_config(folder) + config);
    temp.write("included", "[core]\n\tfsmonitor = " + evil + "\n[alias]\n\tls-files = !" + evil + "\n");
    for (const char* hook : {"post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc",
                             "fsmonitor-watchman", "query-watchman"}) {
      temp.write_script(std::string("hooks/") + hook, "touch $SANDBOX/marker\n");
      temp.write_script(folder + "/.git/hooks/" + hook, "touch $SANDBOX/marker\n");
    }
  }

  /// The repository's own settings, with a way to the remote that runs a program.
  std::string own_config(const std::string& folder) const {
    std::string config =
        "[core]\n\trepositoryFormatVersion = 1\n\tbare = false\n[remote \"origin\"]\n\turl = "
        "ssh://git@127.0.0.1/a/b\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\tuploadpack = " +
        temp.path("evil.sh") + "\n\tvcs = ext\n";
    if (folder == "partial")
      config += "\tpromisor = true\n\tpartialclonefilter = blob:none\n[extensions]\n"
                "\tpartialClone = origin\n";
    return config + "[branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main\n";
  }

  TempRepositories temp;
};

TEST_CASE_FIXTURE(HostileRepository, "a repository runs nothing of its own") {
  const Git git = temp.tested();
  Repositories repositories(git);
  WorkflowLister lister(git);

  Checkout checkout = must(run_task(repositories.describe(temp.path("clone"), {})));
  CHECK(checkout.local->unpushed == 1);
  const SystemClock clock;
  ListingBudget budget(clock);
  const WorkflowFiles files = must(run_task(lister.list(std::move(checkout), budget)));
  REQUIRE(files.files.size() == 3);
  CHECK(files.files[0].state == FileState::modified);
  CHECK(files.files[1].state == FileState::onlyLocal);
  CHECK(files.files[2].state == FileState::untracked);
  CHECK_FALSE(temp.exists("marker"));

  Checkout partial = must(run_task(repositories.describe(temp.path("partial"), {})));
  for (const WorkflowFile& lacking : must(run_task(lister.list(std::move(partial), budget))).files) {
    CHECK(lacking.text() == nullptr);
    CHECK(lacking.remedy.has_value());
  }
  CHECK_FALSE(temp.exists("marker"));
}

TEST_CASE_FIXTURE(HostileRepository, "the trap is set: an ordinary git springs it") {
  temp.write_script("ordinary.sh",
                    "export HOME=$SANDBOX/home\ncd $SANDBOX/clone && git status\n"
                    "cd $SANDBOX/partial && git cat-file -p origin/main:.cloudbees/workflows/a.yaml\n"
                    "true\n");
  CHECK(std::system((temp.path("ordinary.sh") + " >/dev/null 2>&1").c_str()) == 0);
  CHECK(temp.exists("marker"));
}

} // namespace
} // namespace unify_ls::git
