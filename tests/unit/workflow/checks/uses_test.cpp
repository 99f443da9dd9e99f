#include "server/workflow/checks/callable.h"
#include "server/workflow/checks/uses.h"

#include <doctest/doctest.h>

using namespace unify_ls::workflow;

TEST_CASE("what a `uses` names") {
  using enum Uses::Kind;

  struct Row {
    std::string_view text;
    Uses::Kind kind;
    std::string_view repository, name, path, ref;
  };

  const Row rows[] = {
      {"docker://alpine:3.20", image, "", "", "", ""},
      {"docker://registry:5000/x/y@sha256:12", image, "", "", "", ""},
      {".", local, "", "", "", ""},
      {"./.cloudbees/actions/x", local, "", "", ".cloudbees/actions/x", ""},
      {"./folder/", local, "", "", "folder", ""},
      {".cloudbees/workflows/a.yaml", local, "", "", ".cloudbees/workflows/a.yaml", ""},
      {"cloudbees-io/checkout@v1", remote, "github.com/cloudbees-io/checkout", "cloudbees-io/checkout", "",
       "v1"},
      {"Owner/Name", remote, "github.com/owner/name", "Owner/Name", "", ""},
      {"a/b/c/d@v1.2", remote, "github.com/a/b", "a/b/c/d", "c/d", "v1.2"},
      {"github.com/a/b/x.yaml@main", remote, "github.com/a/b", "a/b/x.yaml", "x.yaml", "main"},
      {"https://github.com/a/b.git@v1", remote, "github.com/a/b", "a/b", "", "v1"},
      {"https://github.com/a/b//c/x.yml@v1", remote, "github.com/a/b", "a/b/c/x.yml", "c/x.yml", "v1"},
      {"https://git.example.com/group/sub/p.git//x.yaml", remote, "git.example.com/group/sub/p", "", "x.yaml",
       ""},
      {"a/b@${{ cloudbees.scm.sha }}", remote, "github.com/a/b", "a/b", "", "${{ cloudbees.scm.sha }}"},
      {"a/${{ vars.name }}@v1", dynamic, "", "", "", ""},
      {"./${{ vars.path }}", dynamic, "", "", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Uses uses = read_uses(row.text);
    CHECK(uses.kind == row.kind);
    CHECK(uses.repository == row.repository);
    CHECK(uses.name == row.name);
    CHECK(uses.path == row.path);
    CHECK(uses.ref == row.ref);
    CHECK(uses.has_ref == !row.ref.empty());
    if (uses.has_ref) CHECK(row.text.substr(uses.ref_span.begin, uses.ref_span.size()) == row.ref);
  }
}

TEST_CASE("of what is called only names that can be written elsewhere are taken, and long texts are cut") {
  const SourceTree source(
      "inputs:\n  \"a: x\\nb\": {required: true}\n  fine:\n    description: " + std::string(5000, 'd') +
      "\n  " + std::string(300, 'l') + ": {}\noutputs:\n  '#o': {}\n  o-1: {}\nruns: {}\n");
  const Callable callable = read_callable(source);
  CHECK_FALSE(callable.complete);
  REQUIRE(callable.inputs.size() == 1);
  CHECK(callable.inputs[0].name == "fine");
  CHECK(callable.inputs[0].description == std::string(999, 'd') + "…");
  CHECK(callable.outputs == std::vector<std::string>{"o-1"});
}
