#include "server/settings/settings.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>

using namespace unify_ls::settings;
namespace json = boost::json;
using Patterns = std::vector<std::string>;

namespace {

constexpr auto flag = SettingSource::flag;
constexpr auto environment = SettingSource::environment;
constexpr auto editor = SettingSource::editor;
constexpr auto repository = SettingSource::repository;
constexpr auto config = SettingSource::config;
constexpr auto built_in = SettingSource::built_in;

/// A layer out of JSON text; keys of files stand on the lines 1, 2, 3 and so on.
SettingsLayer layer(SettingSource source, std::string_view text) {
  const bool is_file = source == repository || source == config;
  SettingsLayer made{source,
                     source == repository ? "repo.json"
                     : source == config   ? "config.json"
                                          : "there",
                     {}};
  int line = 0;
  for (const auto& member : json::parse(text).as_object())
    made.entries.push_back({std::string(member.key()), member.value(), is_file ? ++line : 0});
  return made;
}

Settings merged(std::vector<SettingsLayer> layers) { return merge_settings(layers); }

std::vector<std::string> messages(const Settings& settings) {
  std::vector<std::string> all;
  for (const SettingsWarning& warning : settings.warnings) all.push_back(warning.message);
  return all;
}

} // namespace

TEST_CASE("nothing said is the defaults") {
  const Settings settings = merged({});
  CHECK(settings.machine.api_url.value == "https://api.cloudbees.io");
  CHECK(settings.machine.ui_url.value.empty());
  CHECK(settings.machine.token_store.value == "auto");
  CHECK(settings.machine.request_timeout_seconds.value == 30);
  CHECK(settings.folder.follow.value);
  CHECK(settings.folder.confirm.value == ConfirmPolicy::always);
  CHECK(settings.folder.protected_branches.value.empty());
  CHECK_FALSE(settings.machine.api_url.is_set());
  CHECK(settings.folder.branch.source == built_in);
  CHECK(settings.warnings.empty());
}

TEST_CASE("what is ignored is a list in an object, and a repository may say it") {
  const auto ignored = [](std::string_view text) {
    return merged({layer(repository, text)}).folder.ignored_diagnostics.value;
  };
  CHECK(ignored(R"({"diagnostics": {"ignore": ["cron", "", "pattern"]}})") == Patterns{"cron", "pattern"});
  for (const char* text : {R"({"diagnostics": ["cron"]})", R"({"diagnostics": {"ignore": "cron"}})",
                           R"({"diagnostics": {}})"}) {
    CAPTURE(text);
    CHECK(ignored(text).empty());
    CHECK(messages(merged({layer(repository, text)})).size() == 1);
  }
}

TEST_CASE("the first source that has a key wins") {
  std::vector<SettingsLayer> layers = {
      layer(config, R"({"branch": "c", "apiUrl": "https://c"})"),
      layer(repository, R"({"branch": "r"})"),
      layer(editor, R"({"branch": "e"})"),
      layer(environment, R"({"apiUrl": "https://v"})"),
      layer(flag, R"({"branch": "f", "apiUrl": "https://f"})"),
  };

  struct Row {
    std::string branch;
    SettingSource branch_source;
    std::string api_url;
    SettingSource api_url_source;
  };

  const std::array rows = {
      Row{"f", flag, "https://f", flag},     Row{"e", editor, "https://v", environment},
      Row{"e", editor, "https://c", config}, Row{"r", repository, "https://c", config},
      Row{"c", config, "https://c", config},
  };
  for (const Row& row : rows) { // one source fewer each time, from the strongest
    const Settings settings = merged(layers);
    CHECK(settings.folder.branch.value == row.branch);
    CHECK(settings.folder.branch.source == row.branch_source);
    CHECK(settings.machine.api_url.value == row.api_url);
    CHECK(settings.machine.api_url.source == row.api_url_source);
    CHECK(settings.warnings.empty());
    layers.pop_back();
  }
}

TEST_CASE("every key arrives where it belongs") {
  const Settings settings = merged({layer(config, R"({
      "apiUrl": "a", "uiUrl": "u", "tokenStore": "t", "caFile": "f", "proxy": "p", "requestTimeoutSeconds": 7,
      "organizationId": "o", "componentId": "c", "branch": "b", "remote": "r", "follow": false,
      "confirm": "never", "protectedBranches": ["main"]})")});
  CHECK(messages(settings) == Patterns{});
  CHECK(settings.machine.api_url.value == "a");
  CHECK(settings.machine.ui_url.value == "u");
  CHECK(settings.machine.token_store.value == "t");
  CHECK(settings.machine.ca_file.value == "f");
  CHECK(settings.machine.proxy.value == "p");
  CHECK(settings.machine.request_timeout_seconds.value == 7);
  CHECK(settings.folder.organization_id.value == "o");
  CHECK(settings.folder.component_id.value == "c");
  CHECK(settings.folder.branch.value == "b");
  CHECK(settings.folder.remote.value == "r");
  CHECK_FALSE(settings.folder.follow.value);
  CHECK(settings.folder.follow.source == config);
  CHECK(settings.folder.confirm.value == ConfirmPolicy::never);
  CHECK(settings.folder.protected_branches.value == Patterns{"main"});
}

TEST_CASE("machine keys from an editor are left out without a warning") {
  const Settings settings =
      merged({layer(editor, R"({"apiUrl": "https://evil", "proxy": 5, "tokenStore": "file",
      "uiUrl": "x", "caFile": "x", "requestTimeoutSeconds": 1, "branch": "b"})")});
  CHECK(settings.machine.api_url.value == "https://api.cloudbees.io");
  CHECK_FALSE(settings.machine.token_store.is_set());
  CHECK_FALSE(settings.machine.ca_file.is_set());
  CHECK_FALSE(settings.machine.proxy.is_set());
  CHECK_FALSE(settings.machine.request_timeout_seconds.is_set());
  CHECK(settings.folder.branch.value == "b");
  CHECK(settings.warnings.empty());
  CHECK(settings.notes.size() == 6);
}

TEST_CASE("machine keys and confirm: never in a repository's file are one warning that names them") {
  const Settings settings = merged(
      {layer(repository, R"({"apiUrl": "https://evil", "branch": "b", "confirm": "never", "caFile": ""})")});
  CHECK(messages(settings) ==
        Patterns{"repo.json: a repository may not set apiUrl (line 1), confirm (line 3); it is "
                 "taken from flags and config.json only."});
  CHECK(settings.warnings[0].source == repository);
  CHECK(settings.machine.api_url.value == "https://api.cloudbees.io");
  CHECK(settings.folder.confirm.value == ConfirmPolicy::always);
  CHECK(settings.folder.branch.value == "b");
}

TEST_CASE("confirm may only be raised by a folder source") {
  struct Row {
    std::vector<SettingsLayer> layers;
    ConfirmPolicy policy;
    SettingSource source;
    std::size_t warnings;
  };

  constexpr auto always_text = R"({"confirm": "always"})";
  constexpr auto never_text = R"({"confirm": "never"})";
  const std::vector<Row> rows = {
      {{layer(flag, never_text)}, ConfirmPolicy::never, flag, 0},
      {{layer(config, never_text)}, ConfirmPolicy::never, config, 0},
      {{layer(editor, never_text)}, ConfirmPolicy::always, built_in, 0},
      {{layer(repository, never_text)}, ConfirmPolicy::always, built_in, 1},
      {{layer(editor, always_text), layer(config, never_text)}, ConfirmPolicy::always, editor, 0},
      {{layer(repository, always_text), layer(config, never_text)}, ConfirmPolicy::always, repository, 0},
      {{layer(editor, never_text), layer(config, always_text)}, ConfirmPolicy::always, config, 0},
      {{layer(editor, never_text), layer(repository, always_text)}, ConfirmPolicy::always, repository, 0},
      {{layer(flag, never_text), layer(repository, always_text)}, ConfirmPolicy::never, flag, 0},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    const Settings settings = merge_settings(rows[i].layers);
    CHECK(settings.folder.confirm.value == rows[i].policy);
    CHECK(settings.folder.confirm.source == rows[i].source);
    CHECK(settings.warnings.size() == rows[i].warnings);
  }
}

TEST_CASE("protected branches of all sources add up") {
  const Settings settings = merged({layer(editor, R"({"protectedBranches": ["main", "prod"]})"),
                                    layer(repository, R"({"protectedBranches": []})"),
                                    layer(config, R"({"protectedBranches": ["main", "release/**"]})")});
  CHECK(settings.folder.protected_branches.value == Patterns{"main", "prod", "release/**"});
  CHECK(settings.folder.protected_branches.source == editor);
  CHECK(settings.trusted.protected_branches.value == Patterns{"main", "release/**"});
}

TEST_CASE("null and the empty text mean not set") {
  const Settings settings =
      merged({layer(flag, R"({"branch": "", "confirm": "", "protectedBranches": null})"),
              layer(repository, R"({"apiUrl": null, "branch": null, "remote": ""})"),
              layer(config, R"({"branch": "c", "follow": "", "requestTimeoutSeconds": null})")});
  CHECK(settings.warnings.empty());
  CHECK(settings.folder.branch.value == "c");
  CHECK(settings.folder.branch.source == config);
  CHECK_FALSE(settings.folder.remote.is_set());
  CHECK(settings.folder.follow.value);
}

TEST_CASE("a wrong type is a warning with file, line and key, and the next source counts") {
  struct Row {
    std::string_view text;
    std::string_view warning;
  };

  const std::array rows = {
      Row{R"({"apiUrl": 1})", "config.json:1: \"apiUrl\" must be text of one line, at most 4096 bytes long."},
      Row{R"({"branch": "a\nb"})",
          "config.json:1: \"branch\" must be text of one line, at most 4096 bytes long."},
      Row{R"({"follow": "true"})", "config.json:1: \"follow\" must be true or false."},
      Row{R"({"confirm": "sometimes"})", "config.json:1: \"confirm\" must be \"always\" or \"never\"."},
      Row{R"({"confirm": true})", "config.json:1: \"confirm\" must be \"always\" or \"never\"."},
      Row{R"({"protectedBranches": "main"})", "config.json:1: \"protectedBranches\" must be a list of at "
                                              "most 100 branch names or patterns, each at most "
                                              "256 bytes long."},
      Row{R"({"requestTimeoutSeconds": 0})",
          "config.json:1: \"requestTimeoutSeconds\" must be a whole number from 1 to 600."},
      Row{R"({"requestTimeoutSeconds": 601})",
          "config.json:1: \"requestTimeoutSeconds\" must be a whole number from 1 to 600."},
      Row{R"({"requestTimeoutSeconds": 1.5})",
          "config.json:1: \"requestTimeoutSeconds\" must be a whole number from 1 to 600."},
      Row{R"({"requestTimeoutSeconds": 1e300})",
          "config.json:1: \"requestTimeoutSeconds\" must be a whole number from 1 to 600."},
      Row{R"({"requestTimeoutSeconds": "30"})",
          "config.json:1: \"requestTimeoutSeconds\" must be a whole number from 1 to 600."},
      Row{R"({"apiURL": "https://a"})", "config.json:1: \"apiURL\" is no setting of unify-ls."},
      Row{R"x({"[x](command:evil)": 1})x", "config.json:1: \"?x??command?evil?\" is no setting of unify-ls."},
  };

  for (const auto& [text, warning] : rows) {
    CAPTURE(text);
    CHECK(messages(merged({layer(config, text)})) == Patterns{std::string(warning)});
  }
  const Settings settings =
      merged({layer(repository, R"({"branch": 5, "remote": "r"})"), layer(config, R"({"branch": "c"})")});
  CHECK(messages(settings).size() == 1);
  CHECK(messages(settings)[0].starts_with("repo.json:1: \"branch\""));
  CHECK(settings.folder.branch.value == "c");
  CHECK(settings.folder.remote.value == "r");
}

TEST_CASE("the good patterns of a list count beside a wrong one") {
  const Settings settings = merged({layer(config, R"({"protectedBranches": ["main", 5, "", "prod"]})")});
  CHECK(settings.folder.protected_branches.value == Patterns{"main", "prod"});
  CHECK(settings.warnings.size() == 1);
}

TEST_CASE("timeouts at the limits count") {
  for (const auto& [text, seconds] : std::map<std::string, int>{{"1", 1}, {"600", 600}, {"30.0", 30}}) {
    const Settings settings = merged({layer(config, "{\"requestTimeoutSeconds\": " + text + "}")});
    CHECK(settings.machine.request_timeout_seconds.value == seconds);
    CHECK(settings.warnings.empty());
  }
}

TEST_CASE("what an editor sends has no lines, and members of the client's own") {
  const Settings settings = merged({layer(editor, R"({"trace": {"server": "off"}, "server": {"path": "/x"},
      "brunch": "b", "later": null})")});
  CHECK(messages(settings) == Patterns{"there: \"brunch\" is no setting of unify-ls."});
  CHECK(editor_layer(json::parse(R"({"branch": "b"})")).entries.size() == 1);
  CHECK(editor_layer(json::parse("[]")).entries.empty());
  CHECK(editor_layer(nullptr).entries.empty());
}

TEST_CASE("a proxy with a password counts from the environment and config.json alone") {
  constexpr auto text = R"({"proxy": "http://me:pw@proxy:3128"})";
  CHECK(merged({layer(environment, text)}).machine.proxy.is_set());
  CHECK(merged({layer(config, text)}).machine.proxy.is_set());
  const Settings refused = merged({layer(flag, text), layer(config, R"({"proxy": "http://other:3128"})")});
  CHECK(refused.machine.proxy.value == "http://other:3128");
  REQUIRE(refused.warnings.size() == 1);
  CHECK(refused.warnings[0].source == flag);
  CHECK_FALSE(refused.warnings[0].message.contains("pw"));
  CHECK(merged({layer(flag, R"({"proxy": "http://me@proxy:3128"})")}).machine.proxy.is_set());
}

TEST_CASE("which proxies carry a password") {
  const std::map<std::string, bool> rows = {
      {"http://proxy:3128", false},  {"proxy:3128", false},          {"http://me@proxy", false},
      {"http://me:pw@proxy", true},  {"me:pw@proxy:3128", true},     {"http://me:p/w@proxy", true},
      {"http://me:p@w@proxy", true}, {"socks5h://a:b@c:1080", true}, {"", false},
  };
  for (const auto& [proxy, expected] : rows) {
    CAPTURE(proxy);
    CHECK(carries_password(proxy) == expected);
  }
}

TEST_CASE("what the trusted sources alone say is kept beside") {
  const Settings settings = merged({layer(editor, R"({"componentId": "e", "remote": "fork"})"),
                                    layer(repository, R"({"organizationId": "r", "branch": "r"})"),
                                    layer(config, R"({"componentId": "c", "remote": "origin"})")});
  CHECK(settings.folder.component_id.value == "e");
  CHECK(is_folder_source(settings.folder.component_id.source));
  CHECK(settings.folder.organization_id.source == repository);
  CHECK(settings.trusted.component_id.value == "c");
  CHECK(settings.trusted.remote.value == "origin");
  CHECK_FALSE(settings.trusted.branch.is_set());
  CHECK_FALSE(settings.trusted.organization_id.is_set());
}

TEST_CASE("a key that stands twice in a file is a warning") {
  const SettingsLayer twice{
      config, "config.json", {{"branch", json::value("b"), 1}, {"branch", json::value("b"), 4}}};
  const Settings settings = merged({twice});
  CHECK(settings.folder.branch.value == "b");
  CHECK(messages(settings) == Patterns{"config.json:4: \"branch\" stands there twice; the last counts."});
}

TEST_CASE("a file full of mistakes does not bury a person") {
  SettingsLayer many{repository, "repo.json", {}};
  for (int i = 1; i <= 500; ++i) many.entries.push_back({"key" + std::to_string(i), json::value(1), i});
  const Settings settings = merged({many});
  CHECK(settings.warnings.size() == 11);
  CHECK(settings.warnings.back().message == "repo.json: 490 more settings are wrong.");
}

TEST_CASE("the environment's variables become settings, the first proxy variable first") {
  const std::map<std::string, std::string> variables = {
      {"UNIFY_API_URL", "https://a"}, {"UNIFY_UI_URL", "https://u"}, {"UNIFY_TOKEN_STORE", "file"},
      {"UNIFY_CA_FILE", "/ca.pem"},   {"ALL_PROXY", "socks5://s"},   {"HTTPS_PROXY", "http://p"},
      {"UNIFY_BRANCH", "b"},          {"UNIFY_COMPONENT_ID", "c"},   {"UNIFY_ORGANIZATION_ID", "o"}};
  const Settings settings = merged({environment_layer([&](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  })});
  CHECK(settings.warnings.empty());
  CHECK(settings.machine.api_url.value == "https://a");
  CHECK(settings.machine.api_url.source == environment);
  CHECK(settings.machine.ui_url.value == "https://u");
  CHECK(settings.machine.token_store.value == "file");
  CHECK(settings.machine.ca_file.value == "/ca.pem");
  CHECK(settings.machine.proxy.value == "http://p");
  CHECK_FALSE(settings.folder.branch.is_set());
  CHECK(settings.trusted.component_id.value == "c");
  CHECK(settings.trusted.organization_id.value == "o");
}

TEST_CASE("a component may be named by a command of several lines, and by nothing else that has some") {
  const Settings settings = merged({layer(flag, R"({"componentId": "curl \\\n  https://x"})")});
  CHECK(settings.warnings.empty());
  CHECK(settings.folder.component_id.value == "curl \\\n  https://x");
  CHECK(merged({layer(flag, R"({"componentId": "a\nb"})")}).warnings.size() == 1);
}
