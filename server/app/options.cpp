#include "server/app/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <map>
#include <memory>
#include <sstream>

namespace unify_ls {
namespace {

constexpr int bad_arguments = 2;

/// The CLI11 parser and the options that it fills.
class CommandLine {
 public:
  CommandLine() : app_("Workflows for CloudBees Unify, in any editor and in the terminal.", "unify-ls") {
    app_.set_version_flag("--version", "unify-ls " UNIFY_LS_VERSION);
    app_.require_subcommand(0, 8);
    app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_settings();
    add_logging();
    add_verbs();
  }

  Options parse(int count, const char* const* arguments) {
    app_.parse(count, arguments);
    const std::vector<CLI::App*> given = app_.get_subcommands();
    if (!given.empty()) options_.verb = verb_of(given.back());
    options_.verb_was_given = !given.empty();
    for (const auto& [name, value] : settings_)
      if (!value->empty()) options_.settings[name] = *value;
    if (request_timeout_) options_.settings["requestTimeoutSeconds"] = *request_timeout_;
    for (const std::string& input : inputs_) options_.inputs.push_back(split_input(input));
    return options_;
  }

  EarlyExit explain(const CLI::ParseError& error) {
    std::ostringstream output;
    std::ostringstream errors;
    const int code = app_.exit(error, output, errors) == 0 ? 0 : bad_arguments;
    return {code, output.str(), errors.str()};
  }

  std::string help() { return app_.help(); }

 private:
  void setting(const std::string& flag, const std::string& name, const std::string& about) {
    settings_.emplace_back(name, std::make_unique<std::string>());
    app_.add_option(flag, *settings_.back().second, about)->group("Settings");
  }

  void add_settings() {
    setting("--api-url", "apiUrl", "the API, https://api.cloudbees.io by default");
    setting("--ui-url", "uiUrl", "the web interface; by default the API's host without `api.`");
    setting("--token-store", "tokenStore", "auto, secret-service, git-credential[:HELPER] or file");
    setting("--ca-file", "caFile", "PEM file of the certificates to trust");
    setting("--proxy", "proxy", "URL of the proxy; without a password");
    app_.add_option("--request-timeout", request_timeout_, "seconds for one request, 30 by default")
        ->group("Settings");
    setting("--organization", "organizationId", "id of the organization");
    setting("--component", "componentId",
            "the component: its id, the address of its page, or Unify's curl command");
    setting("--branch", "branch", "the branch whose workflows are meant");
    setting("--remote", "remote", "the git remote");
    app_.add_option("--confirm", confirm_, "ask before each run: always or never")
        ->check(CLI::IsMember({"always", "never"}))
        ->group("Settings")
        ->each([this](const std::string& value) { options_.settings["confirm"] = value; });
    app_.add_option("--folder", options_.folder,
                    "the folder of the repository; the working directory by default");
  }

  void add_logging() {
    app_.add_option("--log-level", log_level_, "error, warn, info, debug or trace")
        ->check(CLI::IsMember({"error", "warn", "info", "debug", "trace"}))
        ->each([this](const std::string& level) { options_.log_level = *log_level_from(level); });
    app_.add_option("--log-file", options_.log_file, "write the log there instead of to stderr");
  }

  CLI::App* verb(CLI::App& parent, Verb verb, const std::string& name, const std::string& about) {
    CLI::App* added = parent.add_subcommand(name, about)->fallthrough();
    added->option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    verbs_[added] = verb;
    return added;
  }

  void add_verbs() {
    CLI::App* serve = verb(app_, Verb::serve, "serve", "speak LSP on stdin and stdout (the default)");
    serve->add_flag("--stdio", stdio_, "accepted, because some editors add it");
    app_.add_flag("--stdio", stdio_, "accepted, because some editors add it")->group("");
    verb(app_, Verb::setup, "setup", "the first minute: token, component and a first look, step by step");
    add_token_verbs();
    CLI::App* workflows =
        verb(app_, Verb::workflows, "workflows", "list the workflows that can be started by hand");
    workflows->add_flag("--all", options_.all, "the others too");
    add_json(workflows);
    add_run_verbs();
    add_json(verb(app_, Verb::runs, "runs", "list the runs started from this machine"));
    CLI::App* follow = verb(app_, Verb::follow, "follow", "follow a run to its end");
    follow->add_option("RUN", options_.id, "its id, by default the newest");
    add_json(follow);
    CLI::App* component = verb(app_, Verb::component, "component", "choose the component of this folder");
    component->add_option("ID", options_.reference,
                          "its id, the address of its page in Unify, or Unify's curl command; asked without");
    add_json(component);
    add_json(verb(app_, Verb::doctor, "doctor", "check everything that a run needs"));
    CLI::App* check = verb(app_, Verb::check, "check", "say what is wrong in workflow files");
    check->add_option("FILE", options_.files, "the files, by default all of Unify in the folder")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_json(check);
    check->add_flag("--sarif", options_.sarif, "print SARIF 2.1.0, for code scanning");
  }

  void add_token_verbs() {
    CLI::App* token = app_.add_subcommand("token", "store, show or delete the access token")->fallthrough();
    token->require_subcommand(1);
    CLI::App* set = verb(*token, Verb::token_set, "set",
                         "store a token, or Unify's curl command: a hidden prompt, or stdin");
    set->add_flag("--stdin", options_.read_stdin, "read it from stdin");
    set->add_flag("--force", options_.force, "store it even if the platform rejects it");
    CLI::Option* days = set->add_option("--days", options_.days, "for how many days it was generated");
    set->add_option("--expires", options_.expires, "when it ends: 2027-01-31, or a time in RFC 3339")
        ->excludes(days);
    add_json(set);
    CLI::App* status =
        verb(*token, Verb::token_status, "status", "where the token is and when it ends; never the token");
    status->add_flag("--check", options_.check, "ask the platform whether it accepts it");
    add_json(status);
    add_json(verb(*token, Verb::token_delete, "delete", "delete it from the store"));
  }

  void add_run_verbs() {
    CLI::App* run = verb(app_, Verb::run, "run", "start a workflow");
    run->add_option("FILE", options_.file, "the workflow's file, such as deploy.yaml");
    CLI::App* again = verb(app_, Verb::again, "again", "start an earlier run once more");
    again->add_option("ID", options_.id, "its id, by default the newest");
    for (CLI::App* starting : {run, again}) {
      add_input(starting);
      starting->add_flag("--yes", options_.yes, "do not ask for confirmation");
      starting->add_flag("--force", options_.force, "even if the same run was started moments ago");
      starting->add_flag("--dry-run", options_.dry_run, "show the request and send nothing");
      starting->add_flag("--follow", options_.follow, "follow the run to its end");
      add_json(starting);
    }
    CLI::App* curl = verb(app_, Verb::curl, "curl", "print the curl command that starts a workflow");
    curl->add_option("FILE", options_.file, "the workflow's file");
    add_input(curl);
    add_json(curl);
  }

  void add_input(CLI::App* to) {
    to->add_option("-i,--input", inputs_, "an input; may be repeated")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("NAME=VALUE")
        ->expected(1)
        ->check([](const std::string& input) {
          const std::size_t equals = input.find('=');
          return equals == 0 || equals == std::string::npos ? "write an input as NAME=VALUE" : "";
        });
  }

  void add_json(CLI::App* to) { to->add_flag("--json", options_.json, "print what the LSP command gives"); }

  Verb verb_of(CLI::App* given) {
    // `token` has verbs of its own.
    if (const auto found = verbs_.find(given); found != verbs_.end()) return found->second;
    return verb_of(given->get_subcommands().back());
  }

  static std::pair<std::string, std::string> split_input(const std::string& input) {
    const std::size_t equals = input.find('=');
    return {input.substr(0, equals), input.substr(equals + 1)};
  }

  Options options_;
  CLI::App app_;
  std::vector<std::pair<std::string, std::unique_ptr<std::string>>> settings_;
  std::map<const CLI::App*, Verb> verbs_;
  std::vector<std::string> inputs_;
  std::string log_level_;
  std::string confirm_;
  std::optional<int> request_timeout_;
  bool stdio_ = false; // the only way to speak anyway
};

} // namespace

std::expected<Options, EarlyExit> read_options(int count, const char* const* arguments) {
  CommandLine line;
  try {
    return line.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return std::unexpected(line.explain(error));
  }
}

std::string help_text() { return CommandLine().help(); }

} // namespace unify_ls
