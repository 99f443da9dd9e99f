#include "server/git/git.h"
#include "server/git/git_failure.h"
#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace unify_ls::git {
namespace {

using testing::run_task;
using testing::TempRepositories;

TEST_CASE("the environment of git is an allow-list") {
  const std::map<std::string, std::string> ours{
      {"HOME", "/home/me"},       {"PATH", ".:/usr/bin::bin:/opt/bin:"},
      {"GIT_DIR", "/evil"},       {"GIT_SSH_COMMAND", "x"},
      {"LD_PRELOAD", "/evil.so"}, {"UNIFY_TOKEN", "secret"},
      {"GIT_TRACE", "/tmp/x"},    {"GIT_CONFIG_COUNT", "1"},
      {"LC_ALL", "de_DE.UTF-8"},  {"XDG_CONFIG_HOME", "/c"},
      {"PAGER", "evil"},
  };
  auto environment = git_environment([&](const char* name) -> std::optional<std::string> {
    const auto found = ours.find(name);
    if (found == ours.end()) return std::nullopt;
    return found->second;
  });
  std::ranges::sort(environment);
  CHECK(environment == std::vector<std::string>{"GIT_ALLOW_PROTOCOL=", "GIT_NO_LAZY_FETCH=1",
                                                "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
                                                "HOME=/home/me", "LC_ALL=C", "PATH=/usr/bin:/opt/bin",
                                                "XDG_CONFIG_HOME=/c"});
  CHECK(Git("", environment).user_configuration_files() ==
        std::vector<std::string>{"/home/me/.gitconfig", "/c/git/config"});
}

TEST_CASE("the user's own settings of git are those that git itself would read") {
  const auto files = [](const char* global) {
    return Git("", git_environment([&](const char* name) -> std::optional<std::string> {
                 const std::string_view wanted(name);
                 if (wanted == "HOME") return "/home/me";
                 if (wanted == "GIT_CONFIG_GLOBAL") return global;
                 return std::nullopt;
               }))
        .user_configuration_files();
  };
  CHECK(files("/etc/me.gitconfig") == std::vector<std::string>{"/etc/me.gitconfig"});
  CHECK(files("evil/config").front() == "/home/me/.gitconfig");
}

TEST_CASE("only the allowed commands can be said") {
  const auto words = git_words({.command = GitCommand::ls_files, .folder = "/r", .arguments = {"--", "x"}});
  CHECK(words == std::vector<std::string>{"--no-pager", "--no-replace-objects", "--literal-pathspecs", "-c",
                                          "core.fsmonitor=false", "-C", "/r", "ls-files", "-z", "--full-name",
                                          "--", "x"});
}

TEST_CASE("a missing git says that it has to be installed") {
  const Git git("", {});
  const auto result = run_task(git.run({.command = GitCommand::for_each_ref, .folder = "/"}));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == ErrorKind::git);
  CHECK(result.error().message.find("install git") != std::string::npos);
}

TEST_CASE("failures of git are told in our words") {
  const GitCall call{.command = GitCommand::rev_parse, .folder = "/x y"};
  const auto told = [&](ChildOutcome outcome) { return failure_of(call, outcome); };
  const auto exited = [&](std::string errors) {
    return told({.end = ChildEnd::exited, .exit_code = 128, .errors = std::move(errors)});
  };
  const Error foreign =
      exited("fatal: detected dubious ownership in repository at '/x y'\nTo add an exception…");
  CHECK(foreign.kind == ErrorKind::git);
  CHECK(foreign.advice == "git config --global --add safe.directory '/x y'");
  CHECK(exited("fatal: unsafe repository ('/o' is owned by someone else)").advice ==
        "git config --global --add safe.directory /o");
  CHECK(exited("fatal: not a git repository (or any of the parent directories): .git").message ==
        "The folder \"/x y\" is not in a git repository.");
  CHECK(exited("fatal: cannot change to '/x y': No such file").kind == ErrorKind::notFound);
  CHECK(exited("fatal: secret words").message.find("secret") == std::string::npos);
  CHECK(exited("fatal: secret words").advice->ends_with("-C '/x y' rev-parse"));
  CHECK(told({.end = ChildEnd::deadline}).retryable);
  CHECK(told({.end = ChildEnd::output_limit}).message.find("16 MiB") != std::string::npos);
}

TEST_CASE("words of a shell") {
  CHECK(shell_word("/plain/path-1.2") == "/plain/path-1.2");
  CHECK(shell_word("it's $(x)") == "'it'\\''s $(x)'");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("~") == "'~'");
  CHECK(refetch_command("/r", "origin", "a;b") ==
        "git -C /r fetch --refetch --no-filter origin '+refs/heads/a;b:refs/remotes/origin/a;b'");
}

} // namespace
} // namespace unify_ls::git
