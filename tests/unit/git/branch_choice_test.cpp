#include "server/git/branch_choice.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace unify_ls::git {
namespace {

GitSettings with_remotes(const std::vector<std::string>& names) {
  GitSettings settings;
  for (const std::string& name : names) settings.remotes.push_back({name, "https://h/a/" + name, ""});
  return settings;
}

/// Of literals: references point to their names.
Refs on_branch(const char* name, const char* remote = "", const char* upstream = "") {
  Refs refs;
  refs.checked_out = LocalBranch{name, "c", remote, upstream};
  refs.local.push_back(*refs.checked_out);
  return refs;
}

TEST_CASE("which remote") {
  const auto chosen = [](const std::vector<std::string>& names, const CheckoutWishes& wishes,
                         const char* own) {
    GitSettings settings = with_remotes(names);
    if (own != nullptr) settings.branch_remotes["here"] = own;
    const auto remote = choose_remote(settings, on_branch("here"), wishes);
    if (!remote) return "error: " + remote.error().message;
    return *remote == nullptr ? std::string("none") : (*remote)->name;
  };
  CHECK(chosen({"fork", "origin"}, {.remote_setting = "fork"}, nullptr) == "fork");
  CHECK(chosen({"fork", "origin"}, {}, "fork") == "fork");
  CHECK(chosen({"fork", "origin"}, {}, ".") == "origin");
  CHECK(chosen({"fork", "origin"}, {}, nullptr) == "origin");
  CHECK(chosen({"fork"}, {}, nullptr) == "fork");
  CHECK(chosen({"fork"}, {.remote_setting = ""}, nullptr) == "fork");
  CHECK(chosen({}, {}, nullptr) == "none");
  CHECK(chosen({"a", "b"}, {}, nullptr).starts_with("error: This repository has the remotes \"a\""));
  CHECK(chosen({"a"}, {.remote_setting = "b"}, nullptr)
            .starts_with("error: The setting \"remote\" names \"b\""));
}

TEST_CASE("which branch") {
  struct Case {
    Refs refs;
    CheckoutWishes wishes;
    BranchRule rule;
    std::string name;
  };

  const auto cases = std::vector<Case>{
      {on_branch("x", "origin", "main"),
       {.branch_argument = "dev", .branch_setting = "qa"},
       BranchRule::argument,
       "dev"},
      {on_branch("x"), {.branch_argument = "refs/heads/dev"}, BranchRule::argument, "dev"},
      {on_branch("x"), {.branch_argument = "origin/dev"}, BranchRule::argument, "dev"},
      {on_branch("x"), {.branch_argument = "refs/remotes/origin/dev"}, BranchRule::argument, "dev"},
      {on_branch("x"), {.branch_setting = "origin/dev"}, BranchRule::setting, "dev"},
      {on_branch("x", "origin", "main"),
       {.branch_argument = "", .branch_setting = "qa"},
       BranchRule::setting,
       "qa"},
      {on_branch("x", "origin", "dev"), {}, BranchRule::upstream, "dev"},
      {on_branch("dev", "origin", "dev"), {}, BranchRule::upstream, "dev"},
      {on_branch("qa", "origin", "main"), {}, BranchRule::same_name, "qa"},
      {on_branch("qa", "origin", "gone"), {}, BranchRule::same_name, "qa"},
      {on_branch("qa", "fork", "dev"), {}, BranchRule::same_name, "qa"},
      {on_branch("qa"), {}, BranchRule::same_name, "qa"},
      {on_branch("x"), {}, BranchRule::remote_head, "main"},
      {Refs{}, {}, BranchRule::remote_head, "main"},
  };
  const Remote origin{"origin", "https://h/a/b", ""};
  for (Case one : cases) {
    one.refs.remote = {{"origin/main", "1"}, {"origin/dev", "2"}, {"origin/qa", "3"}};
    one.refs.heads = {{"origin", "main"}};
    const auto choice = choose_branch(with_remotes({"origin"}), &origin, one.refs, one.wishes, "/r");
    REQUIRE(choice.has_value());
    CHECK(choice->rule == one.rule);
    CHECK(choice->name == one.name);
  }
}

TEST_CASE("a branch that no rule gives has to be asked") {
  const Remote origin{"origin", "https://h/a/b", ""};
  Refs refs = on_branch("x");
  refs.remote = {{"origin/main", "1"}};
  const auto choice = choose_branch({}, &origin, refs, {}, "/r");
  REQUIRE(choice.has_value());
  CHECK(choice->rule == BranchRule::none);
  CHECK(choice->name.empty());
}

TEST_CASE("without a remote the clone's own branch counts") {
  CHECK(choose_branch({}, nullptr, on_branch("x"), {}, "/r")->name == "x");
  CHECK(choose_branch({}, nullptr, on_branch("x"), {.branch_argument = "y"}, "/r")->name == "y");
  CHECK(choose_branch({}, nullptr, Refs{}, {}, "/r")->rule == BranchRule::none);
}

TEST_CASE("a branch that this clone lacks comes with near names and the command that fetches it") {
  const Remote origin{"origin", "https://h/a/b", ""};
  Refs refs;
  refs.remote = {{"origin/main", "1"}, {"origin/feature/login", "2"}};
  const auto missing = choose_branch({}, &origin, refs, {.branch_argument = "mian"}, "/my repo");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().kind == ErrorKind::notFound);
  CHECK(missing.error().message.ends_with("Did you mean \"main\"?"));
  CHECK(missing.error().advice == "git -C '/my repo' fetch origin +refs/heads/mian:refs/remotes/origin/mian");

  const auto impossible = choose_branch({}, &origin, refs, {.branch_argument = "--upload-pack=x"}, "/r");
  REQUIRE_FALSE(impossible.has_value());
  CHECK_FALSE(impossible.error().advice.has_value());

  const auto unfetched = choose_branch({}, &origin, Refs{}, {}, "/r");
  REQUIRE_FALSE(unfetched.has_value());
  CHECK(unfetched.error().kind == ErrorKind::notFound);
  CHECK(unfetched.error().advice == "git -C /r fetch origin '+refs/heads/*:refs/remotes/origin/*'");
}

TEST_CASE("a name with a remote in front is that remote's, unless there is a branch of just that name") {
  const Remote origin{"origin", "https://h/a/b", ""};
  Refs refs;
  refs.remote = {{"origin/dev", "1"}, {"origin/origin/qa", "2"}, {"origin/qa", "3"}, {"fork/only", "4"}};
  const GitSettings settings = with_remotes({"fork", "origin"});
  CHECK(choose_branch(settings, &origin, refs, {.branch_argument = "origin/qa"}, "/r")->name == "origin/qa");
  const auto elsewhere = choose_branch(settings, &origin, refs, {.branch_argument = "fork/only"}, "/r");
  REQUIRE_FALSE(elsewhere.has_value());
  CHECK(elsewhere.error().message ==
        "\"fork/only\" is a branch of the remote \"fork\", and \"origin\" is meant here.");
}

TEST_CASE("names that git would allow") {
  for (const char* name : {"main", "feature/x", "v1.2", "a@b", "h\xc3\xb6", "x'y;z"})
    CHECK(is_possible_branch_name(name));
  for (const char* name : {"", "-x", "a..b", "a b", "a~1", "/a", "a/", "a.", "a.lock", ".a", "a/.b", "@",
                           "a@{1}", "a\\b", "a//b", "a\nb", "HEAD"})
    CHECK_FALSE(is_possible_branch_name(name));
}

} // namespace
} // namespace unify_ls::git
