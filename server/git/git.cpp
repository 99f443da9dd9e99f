#include "server/git/git.h"

#include "server/base/process.h"
#include "server/git/git_failure.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace unify_ls::git {
namespace {

/// A repository on a slow disk may take a second; what takes longer hangs.
constexpr std::chrono::milliseconds git_deadline{10'000};

/// Where this user's settings of git are, `safe.directory` among them.
constexpr const char* global_settings = "GIT_CONFIG_GLOBAL";

constexpr std::array inherited{"HOME", "XDG_CONFIG_HOME", global_settings};

/// The transports that git may use: none, so that an object which a partial clone lacks is missing, and not
/// fetched by a program that the repository names. Newer versions have a word of their own for it.
constexpr std::array fixed{"GIT_ALLOW_PROTOCOL=", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0",
                           "GIT_TERMINAL_PROMPT=0", "LC_ALL=C"};

/// `--no-replace-objects`: the platform knows nothing of this clone's replacements.
/// `--literal-pathspecs`: a star in a file's name is a star.
constexpr std::array<std::string_view, 5> safe_options{"--no-pager", "--no-replace-objects",
                                                       "--literal-pathspecs", "-c", "core.fsmonitor=false"};

std::vector<std::string> words_of(GitCommand command) {
  switch (command) {
  case GitCommand::rev_parse: return {"rev-parse"};
  case GitCommand::config_get_regexp: return {"config", "-z", "--show-origin", "--get-regexp"};
  case GitCommand::for_each_ref: return {"for-each-ref"};
  case GitCommand::ls_tree: return {"ls-tree", "-z", "--full-tree"};
  case GitCommand::cat_file_batch: return {"cat-file", "--batch"};
  case GitCommand::rev_list: return {"rev-list"};
  case GitCommand::ls_files: return {"ls-files", "-z", "--full-name"};
  }
  std::unreachable();
}

/// A relative entry would find programs in the working directory of a hostile repository.
std::string absolute_entries(std::string_view path) {
  std::string kept;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    const std::string_view entry = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (!entry.starts_with('/')) continue;
    if (!kept.empty()) kept += ':';
    kept += entry;
  }
  return kept;
}

/// The value in an environment of ours; "" when it is not there.
std::string_view value_in(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& entry : environment)
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return std::string_view(entry).substr(name.size() + 1);
  return {};
}

} // namespace

Git::Git(std::string program, std::vector<std::string> environment)
    : program_(std::move(program)),
      environment_(std::move(environment)),
      gate_(std::make_shared<Gate>(git_limit)) {}

Git Git::of_this_process() { return {find_program("git"), git_environment(environment_variable)}; }

Task<Result<std::string>> Git::run(GitCall call) const {
  ChildOutcome outcome = co_await try_run(call);
  if (!outcome.succeeded()) co_return fail(failure_of(call, outcome));
  co_return std::move(outcome.output);
}

Task<ChildOutcome> Git::try_run(GitCall call) const {
  // An empty path cannot be started, which is how a missing git is told.
  ChildProgram program{.path = program_,
                       .arguments = git_words(call),
                       .environment = environment_,
                       .input = call.input,
                       .deadline = git_deadline,
                       .output_limit = call.output_limit};
  const Gate::Pass pass = co_await gate_->enter();
  co_return co_await run_child(std::move(program));
}

std::vector<std::string> Git::user_configuration_files() const {
  if (const std::string_view only = value_in(environment_, global_settings); !only.empty())
    return {std::string(only)};
  const std::string home(value_in(environment_, "HOME"));
  std::string configuration(value_in(environment_, "XDG_CONFIG_HOME"));
  if (configuration.empty()) configuration = home + "/.config";
  return {home + "/.gitconfig", configuration + "/git/config"};
}

std::vector<std::string>
git_environment(const std::function<std::optional<std::string>(const char*)>& variable) {
  std::vector<std::string> environment(fixed.begin(), fixed.end());
  for (const char* name : inherited) {
    const auto value = variable(name);
    // A relative path would be one of the repository's.
    const bool usable = value && (name != global_settings || value->starts_with('/'));
    if (usable) environment.push_back(std::string(name) + "=" + *value);
  }
  environment.push_back("PATH=" + absolute_entries(variable("PATH").value_or("/usr/bin:/bin")));
  return environment;
}

std::vector<std::string> git_words(const GitCall& call) {
  std::vector<std::string> words(safe_options.begin(), safe_options.end());
  words.insert(words.end(), {"-C", call.folder});
  std::ranges::move(words_of(call.command), std::back_inserter(words));
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  return words;
}

} // namespace unify_ls::git
