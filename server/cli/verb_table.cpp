#include "server/cli/verb_table.h"

#include "server/base/text.h"
#include "server/commands/questions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace unify_ls::cli {
namespace {

using commands::Candidates;
using commands::Flag;
using commands::Takes;
using commands::Verb;
using commands::VerbGroup;

/// What gh and its like call it, and we do.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> of_other_tools = {
    {{"watch", "follow"},
     {"view", "details"},
     {"rerun", "again"},
     {"retry", "again"},
     {"list", "runs"},
     {"status", "runs"},
     {"auth", "token status"},
     {"login", "setup"},
     {"trigger", "run"},
     {"start", "run"},
     {"--ref", "--branch"},
     {"-b", "--branch"},
     {"-f", "--input"},
     {"-F", "--input"},
     {"--field", "--input"}}};

/// What they can do and nobody can with Unify.
constexpr std::array<std::string_view, 4> unpublished = {"cancel", "stop", "logs", "log"};

Flag setting(std::string_view spelling, std::string_view member, std::string_view value,
             std::string_view about, std::string_view environment = {}) {
  return {.spelling = spelling,
          .member = member,
          .about = about,
          .takes = Takes::text,
          .value = value,
          .environment = environment};
}

Flag offering(Flag flag, Candidates candidates) {
  flag.candidates = candidates;
  return flag;
}

Flag one_of(Flag flag, std::string_view words) {
  flag.takes = Takes::word;
  flag.words = words;
  return flag;
}

std::vector<FlagGroup> make_common_flags() {
  Flag timeout =
      setting("--request-timeout", "requestTimeoutSeconds", "SECONDS", "For one request; 30 by default");
  timeout.takes = Takes::number;
  Flag store = setting("--token-store", "tokenStore", "STORE",
                       "auto, secret-service, git-credential[:HELPER] or file", "UNIFY_TOKEN_STORE");
  store.words = "auto secret-service git-credential file";
  return {
      {"Where to work",
       {offering(setting("--folder", "folder", "PATH",
                         "The repository's folder; the working directory by default"),
                 Candidates::folders),
        offering(setting("--branch", "branch", "NAME",
                         "The branch; by default that of the checkout on the remote"),
                 Candidates::branches),
        setting("--remote", "remote", "NAME", "The git remote"),
        setting("--component", "componentId", "ID",
                "The component: its id, the address of its page, or Unify's curl command",
                "UNIFY_COMPONENT_ID"),
        setting("--organization", "organizationId", "ID", "The organization", "UNIFY_ORGANIZATION_ID"),
        one_of(setting("--confirm", "confirm", "WHEN", "Ask before each run: always or never"),
               "always never")}},
      {"Machine settings",
       {setting("--api-url", "apiUrl", "URL", "The API; https://api.cloudbees.io by default",
                "UNIFY_API_URL"),
        setting("--ui-url", "uiUrl", "URL", "The web interface; by default the API's host without `api.`",
                "UNIFY_UI_URL"),
        store,
        offering(setting("--ca-file", "caFile", "FILE", "The certificates to trust, in PEM", "UNIFY_CA_FILE"),
                 Candidates::files),
        setting("--proxy", "proxy", "URL", "The proxy, without a password", "https_proxy, all_proxy"),
        timeout}},
      {"Log",
       {one_of(setting("--log-level", "logLevel", "LEVEL", "error, warn, info, debug or trace"),
               "error warn info debug trace"),
        offering(setting("--log-file", "logFile", "FILE", "Where it is written; to stderr by default"),
                 Candidates::files)}},
  };
}

const std::vector<Verb>& own_verbs() {
  static const std::vector<Verb> verbs{
      {.words = "setup",
       .summary = "The first minute: token, component and a first look, step by step",
       .group = VerbGroup::set_up,
       .more = "Starts nothing. Each step can be left, and all of it done again."},
      {.words = "check",
       .summary = "Say what is wrong in workflow files, without token or network",
       .group = VerbGroup::check,
       .operands = {{.spelling = "FILE",
                     .member = "files",
                     .about = "The files; by default all of Unify in the folder",
                     .takes = Takes::texts,
                     .candidates = Candidates::files}},
       .flags = {{.spelling = "--json", .member = "json", .about = "Print the findings as JSON"},
                 {.spelling = "--sarif",
                  .member = "sarif",
                  .about = "Print SARIF 2.1.0, for code scanning, whatever --json says"}},
       .more = "Exits with 1 when it found an error, and with 2 when a file cannot be read.",
       .examples = {{"unify-ls check", "one line a finding, as compilers write them"},
                    {"unify-ls check --sarif > unify.sarif", "for code scanning in CI"}}},
      {.words = "serve",
       .summary = "Speak LSP on stdin and stdout; the default without a verb and a terminal",
       .group = VerbGroup::program,
       .flags = {{.spelling = "--stdio",
                  .member = "stdio",
                  .about = "Accepted, because some editors add it"}}},
      {.words = "completion",
       .summary = "Print the script that completes unify-ls in a shell",
       .group = VerbGroup::program,
       .operands = {{.spelling = "SHELL",
                     .member = "shell",
                     .about = "bash, zsh or fish",
                     .takes = Takes::word,
                     .words = "bash zsh fish"}},
       .more = "It completes verbs and flags, and the workflows, inputs, branches and runs of the folder, "
               "without "
               "token or network.",
       .examples = {{"source <(unify-ls completion bash)", "in ~/.bashrc"},
                    {"unify-ls completion zsh > ~/.zfunc/_unify-ls", "a folder of $fpath"},
                    {"unify-ls completion fish > ~/.config/fish/completions/unify-ls.fish", "for fish"}}},
      {.words = "man",
       .summary = "Print the manual page",
       .group = VerbGroup::program,
       .examples = {{"unify-ls man | man -l -", "read it"},
                    {"unify-ls man > ~/.local/share/man/man1/unify-ls.1", "keep it for `man unify-ls`"}}},
      {.words = "help",
       .summary = "Help for unify-ls or for one verb",
       .group = VerbGroup::program,
       .operands = {{.spelling = "VERB",
                     .member = "verb",
                     .about = "Such as run or token set",
                     .takes = Takes::texts}}},
  };
  return verbs;
}

std::vector<const Verb*> make_verbs() {
  std::vector<const Verb*> all;
  for (const VerbGroup group :
       {VerbGroup::set_up, VerbGroup::start, VerbGroup::watch, VerbGroup::check, VerbGroup::program}) {
    for (const Verb& verb : own_verbs())
      if (verb.group == group) all.push_back(&verb);
    for (const commands::Command& command : commands::command_table())
      if (command.verb.group == group && !command.verb.words.empty()) all.push_back(&command.verb);
  }
  return all;
}

} // namespace

const std::vector<FlagGroup>& common_flags() {
  static const std::vector<FlagGroup> groups = make_common_flags();
  return groups;
}

const std::vector<const Verb*>& verbs() {
  static const std::vector<const Verb*> all = make_verbs();
  return all;
}

const Verb* find_verb(std::string_view words) {
  const auto found = std::ranges::find(verbs(), words, &Verb::words);
  return found == verbs().end() ? nullptr : *found;
}

std::vector<std::string> verbs_below(std::string_view word) {
  std::vector<std::string> below;
  for (const Verb* verb : verbs())
    if (verb->words.starts_with(word) && verb->words.substr(word.size()).starts_with(' '))
      below.emplace_back(verb->words);
  return below;
}

std::string_view title_of(VerbGroup group) {
  switch (group) {
  case VerbGroup::set_up: return "Set up";
  case VerbGroup::start: return "Start runs";
  case VerbGroup::watch: return "Watch runs";
  case VerbGroup::check: return "Check files";
  case VerbGroup::program: break;
  }
  return "Others";
}

std::string_view long_name(const Flag& flag) { return flag.spelling.substr(flag.spelling.find(',') + 1); }

std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known) {
  if (std::ranges::find(unpublished, wanted) != unpublished.end())
    return " Unify publishes no way to do that from here: `unify-ls open` gives the address of a run's page.";
  const auto elsewhere =
      std::ranges::find(of_other_tools, wanted, &std::pair<std::string_view, std::string_view>::first);
  const bool is_ours =
      elsewhere != of_other_tools.end() && std::ranges::find(known, elsewhere->second) != known.end();
  return is_ours ? fmt::format(" Did you mean `{}`?", elsewhere->second)
                 : commands::did_you_mean(wanted, known);
}

} // namespace unify_ls::cli
