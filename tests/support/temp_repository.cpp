#include "tests/support/temp_repository.h"

#include "server/base/child.h"
#include "server/base/text.h"
#include "tests/support/run_task.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace unify_ls::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view started_log = "started.log";

std::string new_folder() {
  std::string pattern = (fs::temp_directory_path() / "unify-ls-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  // git tells paths with symlinks resolved.
  return fs::canonical(pattern).string();
}

} // namespace

TempRepositories::TempRepositories() : root_(new_folder()) {
  write("home/.gitconfig",
        "[user]\n\tname = Test\n\temail = test@example.com\n[protocol \"file\"]\n\tallow = always\n"
        "[commit]\n\tgpgSign = false\n[init]\n\tdefaultBranch = main\n");
  write_script("counting/git",
               "echo \"$*\" >> $SANDBOX/started.log\nexec " + find_program("git") + " \"$@\"\n");
}

TempRepositories::~TempRepositories() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

std::string TempRepositories::path(std::string_view below) const {
  return below.empty() ? root_ : root_ + "/" + std::string(below);
}

std::string TempRepositories::git(std::string_view folder, std::vector<std::string> arguments) const {
  ChildProgram program{.path = find_program("git"),
                       .arguments = std::move(arguments),
                       .environment = {"HOME=" + path("home"), "PATH=/usr/local/bin:/usr/bin:/bin",
                                       "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C", "GIT_TERMINAL_PROMPT=0",
                                       "GIT_AUTHOR_DATE=1700000000 +0000",
                                       "GIT_COMMITTER_DATE=1700000000 +0000"},
                       .directory = path(folder),
                       .deadline = std::chrono::seconds(60)};
  const ChildOutcome outcome = run_task(run_child(std::move(program)));
  if (!outcome.succeeded()) throw std::runtime_error("git failed: " + outcome.errors);
  return std::string(trimmed(outcome.output));
}

void TempRepositories::init(std::string_view folder, std::vector<std::string> options) const {
  std::vector<std::string> arguments{"init", "-q"};
  std::ranges::move(options, std::back_inserter(arguments));
  arguments.push_back(path(folder));
  git("", std::move(arguments));
}

void TempRepositories::write(std::string_view file, std::string_view text) const {
  const fs::path target = path(file);
  fs::create_directories(target.parent_path());
  std::ofstream stream(target, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw std::runtime_error("cannot write " + target.string());
}

void TempRepositories::write_script(std::string_view file, std::string_view text) const {
  constexpr std::string_view name = "$SANDBOX";
  std::string script = "#!/bin/sh\n" + std::string(text);
  for (std::size_t at = script.find(name); at != std::string::npos; at = script.find(name, at))
    script.replace(at, name.size(), root_);
  write(file, script);
  fs::permissions(path(file), fs::perms::owner_all);
}

std::string TempRepositories::commit(std::string_view folder, std::string_view message) const {
  git(folder, {"add", "-A"});
  git(folder, {"commit", "-q", "--allow-empty", "-m", std::string(message)});
  return git(folder, {"rev-parse", "HEAD"});
}

bool TempRepositories::exists(std::string_view file) const { return fs::exists(path(file)); }

git::Git TempRepositories::tested() const {
  const auto variable = [&](const char* name) -> std::optional<std::string> {
    if (std::string_view(name) == "HOME") return path("home");
    if (std::string_view(name) == "PATH") return "/usr/local/bin:/usr/bin:/bin";
    return std::nullopt;
  };
  return {path("counting/git"), git::git_environment(variable)};
}

int TempRepositories::started() const {
  std::ifstream stream(path(started_log), std::ios::binary);
  const auto lines = std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
  fs::remove(path(started_log));
  return static_cast<int>(lines);
}

} // namespace unify_ls::testing
