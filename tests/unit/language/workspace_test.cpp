#include "../../support/temp_repository.h"
#include "server/language/workspace.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::language;
using workflow::CalledKind;
using workflow::Presence;
using Names = std::vector<std::string>;

namespace {

constexpr std::string_view called = "apiVersion: automation.cloudbees.io/v1alpha1\nkind: workflow\non:\n  "
                                    "workflow_call:\n    inputs:\n      where: {type: string}\n";

struct Folder {
  Folder() {
    folders.init("r");
    folders.write("r/.cloudbees/workflows/called.yaml", called);
    folders.write("r/.cloudbees/actions/a/action.yaml", "kind: action\n");
    folders.write("r/.cloudbees/actions/empty/README.md", "nothing\n");
    folders.write("r/.cloudbees/workflows/large.yaml", std::string(200'000, '#'));
    folders.write("r/tools/action.yml", "kind: action\n");
    folders.write("outside.yaml", called);
  }

  testing::TempRepositories folders;
  documents::Documents documents;
  Workspace workspace{documents};
  WorkspaceSources sources{workspace, folders.path("r")};
};

} // namespace

TEST_CASE("a file of the repository is known, absent, or unknown where it cannot be read") {
  const Folder folder;

  struct Row {
    CalledKind kind;
    std::string_view path;
    Presence expected;
  };

  const Row rows[] = {
      {CalledKind::workflow, ".cloudbees/workflows/called.yaml", Presence::known},
      {CalledKind::workflow, ".cloudbees/workflows/calld.yaml", Presence::absent},
      {CalledKind::workflow, ".cloudbees/workflows/large.yaml", Presence::unknown},
      {CalledKind::workflow, "../outside.yaml", Presence::unknown},
      {CalledKind::workflow, "/etc/passwd", Presence::unknown},
      {CalledKind::action, ".cloudbees/actions/a", Presence::known},
      {CalledKind::action, ".cloudbees/actions/empty", Presence::absent},
      {CalledKind::action, ".cloudbees/actions/b", Presence::absent},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(folder.sources.local(row.kind, row.path).presence == row.expected);
  }
  CHECK(folder.sources.elsewhere(CalledKind::action, "github.com/a/b", "").presence == Presence::unknown);
  CHECK(folder.sources.local_paths(CalledKind::action) ==
        Names{".cloudbees/actions/a", ".cloudbees/actions/empty"});
  CHECK(folder.sources.local_paths(CalledKind::workflow) ==
        Names{".cloudbees/workflows/called.yaml", ".cloudbees/workflows/large.yaml"});
}

TEST_CASE("a file of another repository is looked for in its clone, where a folder is one") {
  Folder folder;
  folder.folders.init("tools");
  folder.folders.write("tools/greet/action.yml", "kind: action\ninputs:\n  name: {required: true}\n");
  CHECK(folder.workspace.set_clones({{"github.com/acme/tools", folder.folders.path("tools")}}));
  CHECK_FALSE(folder.workspace.set_clones({{"github.com/acme/tools", folder.folders.path("tools")}}));
  const auto presence = [&folder](std::string_view repository, std::string_view path) {
    return folder.sources.elsewhere(CalledKind::action, repository, path).presence;
  };
  CHECK(presence("github.com/acme/tools", "greet") == Presence::known);
  CHECK(presence("github.com/acme/tools", "part") == Presence::absent);
  CHECK(presence("github.com/acme/others", "greet") == Presence::unknown);
  const auto greet = folder.sources.elsewhere(CalledKind::action, "github.com/acme/tools", "greet");
  REQUIRE(greet.callable != nullptr);
  CHECK(greet.callable->inputs.at(0).required);
}

TEST_CASE("the text in the editor counts before the one on the disk, and a change of either is seen") {
  Folder folder;
  const std::string path = ".cloudbees/workflows/called.yaml";
  const std::string uri = "file://" + folder.folders.path("r/" + path);
  const auto on_disk = folder.sources.local(CalledKind::workflow, path).callable;
  CHECK(folder.sources.local(CalledKind::workflow, path).callable == on_disk); // read once
  folder.documents.open(uri, 1, std::string(called));
  const auto open = folder.sources.local(CalledKind::workflow, path).callable;
  CHECK(open != on_disk);
  folder.documents.change(uri, 2, {{std::nullopt, "kind: workflow\n"}});
  CHECK(folder.sources.local(CalledKind::workflow, path).callable != open);
  folder.documents.close(uri);
  folder.folders.write("r/" + path, "kind: workflow\non: push\n");
  const auto rewritten = folder.sources.local(CalledKind::workflow, path).callable;
  CHECK(rewritten != on_disk);
  folder.documents.open("untitled:x", 1, "");
  folder.documents.open("file://" + folder.folders.path("r/.cloudbees/workflows/new%2Eyaml"), 1,
                        std::string(called));
  CHECK(folder.sources.local(CalledKind::workflow, ".cloudbees/workflows/new.yaml").presence ==
        Presence::known);
}

TEST_CASE("the root is the repository's, else the folder that has ours") {
  const Folder folder;
  CHECK(root_of(folder.folders.path("r/tools/action.yml")) == folder.folders.path("r"));
  CHECK(root_of("/nowhere/at/all/.cloudbees/workflows/x.yaml") == "/nowhere/at/all");
  CHECK(root_of("/nowhere/at/all/action.yml") == "/nowhere/at/all");
  CHECK(below("/a/b", "/a/b/c/d") == "c/d");
  CHECK(below("/", "/c") == "c");
  CHECK_FALSE(below("/a/b", "/a/bc").has_value());
}

TEST_CASE("the files of ours in a folder are found by place") {
  const Folder folder;
  folder.folders.write("r/other.yaml", "a: b\n");
  folder.folders.write("r/node_modules/x/action.yml", "kind: action\n");
  const std::string root = folder.folders.path("r");
  CHECK(files_of(root) == Names{root + "/.cloudbees/actions/a/action.yaml",
                                root + "/.cloudbees/workflows/called.yaml",
                                root + "/.cloudbees/workflows/large.yaml", root + "/tools/action.yml"});
}
