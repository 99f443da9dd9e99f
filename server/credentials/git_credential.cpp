#include "server/credentials/git_credential.h"

#include "server/credentials/key_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace unify_ls::credentials {
namespace {

/// Of a credential, and of all of git's settings for credentials.
constexpr std::size_t answer_limit = 256U << 10U;

/// The name under which our token lies in a store that thinks in users.
constexpr std::string_view user_name = "unify-ls";

/// No host has this name (RFC 6761), so asking for its password shows whether the helper answers at all.
constexpr OriginParts nowhere{.scheme = "https", .host = "unify-ls.invalid"};

constexpr int git_died = 128;
constexpr int git_config_found_nothing = 1;

/// No question on a terminal or in a window of git's, messages that can be told apart, and no search by
/// git-credential-manager for what kind of host it is dealing with, which would contact it. WSLENV takes
/// those that it reads to where it is a program of Windows.
constexpr std::array fixed_environment{
    "GIT_TERMINAL_PROMPT=0",
    "GIT_ASKPASS=",
    "GCM_INTERACTIVE=never",
    "GCM_PROVIDER=generic",
    "LC_ALL=C",
    "WSLENV=GIT_TERMINAL_PROMPT:GIT_ASKPASS:GCM_INTERACTIVE:GCM_PROVIDER",
};

constexpr std::string_view check_helper =
    "check that it works in a terminal, or choose another store with the setting tokenStore";

std::unexpected<StoreState> absent(std::string detail, std::string_view advice) {
  return std::unexpected(StoreState{StoreCondition::absent, std::move(detail), std::string(advice)});
}

std::unexpected<StoreState> failed(std::string detail, std::string_view advice) {
  return std::unexpected(StoreState{StoreCondition::failed, std::move(detail), std::string(advice)});
}

std::string name_of(const GitHelper& helper) {
  return helper.name.empty() ? "git's credential helper" : "git-credential-" + helper.name;
}

std::string names_of(const std::vector<GitHelper>& helpers) {
  std::string names;
  for (const GitHelper& helper : helpers) {
    if (!names.empty()) names += ", ";
    names += helper.name.empty() ? "a command of your own" : helper.name;
  }
  return names;
}

std::unexpected<StoreState> no_safe_helper(const GitCredentialConfig& config) {
  if (config.helpers.empty())
    return absent(
        "git is not set up with a credential helper",
        "set one up (git config --global credential.helper libsecret), or name one with the setting "
        "tokenStore, for example git-credential:cache");
  return absent(
      fmt::format("git's credential helper ({}) does not keep a token safe by itself",
                  names_of(config.helpers)),
      "set git up with libsecret, osxkeychain, wincred or manager, or name the helper with the setting "
      "tokenStore, for example git-credential:cache");
}

/// git's own words, in the C locale, or those of the shell for a helper given by its path.
bool is_missing_program(const std::string& errors, const GitHelper& helper) {
  if (errors.find("is not a git command") != std::string::npos) return true;
  return helper.command.find('/') != std::string::npos && (errors.find("No such file") != std::string::npos ||
                                                           errors.find(": not found") != std::string::npos);
}

WipedText description(const OriginParts& parts, std::string_view password = {}) {
  if (password.empty())
    return key_value_lines({{"protocol", parts.scheme}, {"host", parts.host}, {"username", user_name}});
  return key_value_lines(
      {{"protocol", parts.scheme}, {"host", parts.host}, {"username", user_name}, {"password", password}});
}

} // namespace

Task<HelperOutcome> GitCredential::run(std::vector<std::string> arguments, std::string_view input,
                                       Patience patience) {
  std::vector<std::string> environment = helper_environment();
  environment.insert(environment.end(), fixed_environment.begin(), fixed_environment.end());
  if (patience == Patience::person)
    for (std::string& variable : display_environment()) environment.push_back(std::move(variable));
  ChildProgram program{.path = options_.git,
                       .arguments = std::move(arguments),
                       .environment = std::move(environment),
                       .directory = "/",
                       .input = input,
                       .deadline = options_.deadlines.of(patience),
                       .output_limit = answer_limit};
  ChildOutcome outcome = co_await run_child(std::move(program));
  co_return HelperOutcome(std::move(outcome));
}

Task<HelperOutcome> GitCredential::credential(std::string verb, const GitHelper& helper,
                                              std::string_view input, Patience patience) {
  // The empty one takes back all that the configuration names; without it `approve` goes to every helper.
  std::vector<std::string> arguments{
      "-c", "credential.helper=", "-c", "credential.helper=" + helper.command, "credential", std::move(verb)};
  co_return co_await run(std::move(arguments), input, patience);
}

Task<GitCredential::OrState<GitCredentialConfig>> GitCredential::configuration(Patience patience) {
  if (options_.git.empty())
    co_return absent("git is not in an absolute folder of PATH",
                     "install git, or choose another store with the setting tokenStore");
  std::vector<std::string> arguments{"config", "-z", "--get-regexp", "^credential\\."};
  const HelperOutcome outcome = co_await run(std::move(arguments), {}, patience);
  const bool none = outcome.end == ChildEnd::exited && outcome.exit_code == git_config_found_nothing;
  if (!outcome.succeeded() && !none)
    co_return failed("git cannot read its configuration",
                     "run git config --list and repair what it complains about");
  co_return read_git_credential_config(outcome.output);
}

GitCredential::OrState<GitHelper> GitCredential::pick(const GitCredentialConfig& config) const {
  if (options_.helper.empty()) {
    const auto safe = std::ranges::find_if(
        config.helpers, [&](const GitHelper& helper) { return is_safe_helper(helper, config); });
    if (safe == config.helpers.end()) return no_safe_helper(config);
    return *safe;
  }
  if (writes_plain_file(options_.helper, config))
    return failed("git-credential-manager is told to keep plain files",
                  "set credential.credentialStore to another store in git's configuration");
  const auto named = std::ranges::find(config.helpers, options_.helper, &GitHelper::name);
  if (named != config.helpers.end()) return *named;
  return GitHelper{options_.helper, options_.helper};
}

Task<GitCredential::OrState<GitHelper>> GitCredential::choose(Patience patience) {
  const OrState<GitCredentialConfig> config = co_await configuration(patience);
  if (!config) co_return std::unexpected(config.error());
  OrState<GitHelper> helper = pick(*config);
  if (!helper || !options_.keyring || patience == Patience::person) co_return helper;
  if (!asks_secret_service(helper->name, *config)) co_return helper;
  StoreState keyring = co_await options_.keyring->state(patience);
  if (keyring.condition == StoreCondition::locked) co_return std::unexpected(std::move(keyring));
  co_return helper;
}

StoreState GitCredential::trouble(const HelperOutcome& outcome, const GitHelper& helper,
                                  Patience patience) const {
  if (outcome.end == ChildEnd::not_started)
    return absent("git could not be started", "check that git works in a terminal").error();
  if (outcome.end == ChildEnd::no_room)
    return failed("git could not be asked, because too many files or programs are open",
                  "close some, or raise the limit (`ulimit -n`)")
        .error();
  if (outcome.end == ChildEnd::deadline)
    return failed(fmt::format("{} did not answer within {} ms and was stopped", name_of(helper),
                              options_.deadlines.of(patience).count()),
                  check_helper)
        .error();
  if (is_missing_program(outcome.errors, helper))
    return absent(fmt::format("{} is not installed", name_of(helper)),
                  "install it, or choose another store with the setting tokenStore")
        .error();
  return failed(fmt::format("{} failed", name_of(helper)), check_helper).error();
}

Task<GitCredential::OrState<std::optional<Secret>>>
GitCredential::fill(const GitHelper& helper, const OriginParts& origin, Patience patience) {
  const WipedText request = description(origin);
  const HelperOutcome outcome = co_await credential("fill", helper, request.text, patience);
  if (outcome.succeeded()) {
    const bool ours = value_of(outcome.output, "username") == user_name;
    const std::optional<std::string_view> password = value_of(outcome.output, "password");
    if (!ours || !password || password->empty()) co_return std::optional<Secret>();
    co_return std::optional(Secret(*password));
  }
  // git goes on to ask the person when its helper has nothing, and may not.
  const bool would_ask = outcome.end == ChildEnd::exited && outcome.exit_code == git_died &&
                         outcome.errors.find("terminal prompts disabled") != std::string::npos;
  if (would_ask && !is_missing_program(outcome.errors, helper)) co_return std::optional<Secret>();
  co_return std::unexpected(trouble(outcome, helper, patience));
}

Task<GitCredential::OrState<void>> GitCredential::approve(const GitHelper& helper, const OriginParts& origin,
                                                          const Secret& token, Patience patience) {
  const WipedText request = description(origin, token.reveal());
  const HelperOutcome outcome = co_await credential("approve", helper, request.text, patience);
  if (!outcome.succeeded()) co_return std::unexpected(trouble(outcome, helper, patience));
  // `approve` succeeds whatever the helper did, and without any helper too.
  const OrState<std::optional<Secret>> kept = co_await fill(helper, origin, patience);
  if (!kept) co_return std::unexpected(kept.error());
  if (*kept && (*kept)->reveal() == token.reveal()) co_return OrState<void>();
  co_return failed(name_of(helper) + " took the token and did not keep it", check_helper);
}

Task<GitCredential::OrState<bool>> GitCredential::reject(const GitHelper& helper, const OriginParts& origin,
                                                         Patience patience) {
  const OrState<std::optional<Secret>> before = co_await fill(helper, origin, patience);
  if (!before) co_return std::unexpected(before.error());
  if (!*before) co_return false;
  const WipedText request = description(origin);
  const HelperOutcome outcome = co_await credential("reject", helper, request.text, patience);
  if (!outcome.succeeded()) co_return std::unexpected(trouble(outcome, helper, patience));
  const OrState<std::optional<Secret>> after = co_await fill(helper, origin, patience);
  if (!after) co_return std::unexpected(after.error());
  if (!*after) co_return true;
  co_return failed(name_of(helper) + " still has the token after erasing it",
                   "erase it with the helper's own means");
}

Task<Result<std::optional<Secret>>> GitCredential::get(std::string_view origin, Patience patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const OrState<GitHelper> helper = co_await choose(patience);
  if (!helper) co_return fail(as_error(helper.error()));
  OrState<std::optional<Secret>> token = co_await fill(*helper, *exact, patience);
  if (!token) co_return fail(as_error(token.error()));
  co_return std::move(*token);
}

Task<Result<void>> GitCredential::put(std::string_view origin, const Secret& token, Patience patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const OrState<GitHelper> helper = co_await choose(patience);
  if (!helper) co_return fail(as_error(helper.error()));
  const OrState<void> stored = co_await approve(*helper, *exact, token, patience);
  if (!stored) co_return fail(as_error(stored.error()));
  co_return Result<void>();
}

Task<Result<bool>> GitCredential::erase(std::string_view origin, Patience patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const OrState<GitHelper> helper = co_await choose(patience);
  if (!helper) co_return fail(as_error(helper.error()));
  const OrState<bool> erased = co_await reject(*helper, *exact, patience);
  if (!erased) co_return fail(as_error(erased.error()));
  co_return *erased;
}

Task<StoreState> GitCredential::state(Patience patience) {
  const OrState<GitHelper> helper = co_await choose(patience);
  if (!helper) co_return helper.error();
  const OrState<std::optional<Secret>> answer = co_await fill(*helper, nowhere, patience);
  if (!answer) co_return answer.error();
  std::string detail = name_of(*helper) + " keeps the token";
  if (helper->name == "cache") detail += " in memory, for 900 s unless git's configuration says otherwise";
  if (helper->name == "store") detail += " in a plain file, because the setting tokenStore names it";
  co_return StoreState{StoreCondition::usable, std::move(detail), ""};
}

} // namespace unify_ls::credentials
