#include "server/settings/config_file.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <array>

using namespace unify_ls;
using namespace unify_ls::settings;
using namespace unify_ls::testing;
namespace fs = std::filesystem;
namespace json = boost::json;

TEST_CASE("every key has its line") {
  const auto entries = parse_config("{\r\n"
                                    "  \"branch\": \"main\", \"remote\": \"up\",\n"
                                    "\n"
                                    "  \"protectedBranches\": [\n"
                                    "    \"main\",\n"
                                    "    {\"branch\": 1}\n"
                                    "  ],\n"
                                    "  \"f\\u006fllow\"\n"
                                    "    : false, \"branch\": null}",
                                    "x.json");
  REQUIRE(entries);
  REQUIRE(entries->size() == 5);
  const std::array<std::pair<std::string_view, int>, 5> expected = {
      {{"branch", 2}, {"remote", 2}, {"protectedBranches", 4}, {"follow", 8}, {"branch", 9}}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK((*entries)[i].key == expected[i].first);
    CHECK((*entries)[i].line == expected[i].second);
  }
  CHECK((*entries)[1].value == json::value("up"));
  CHECK((*entries)[3].value == json::value(false));
  CHECK((*entries)[4].value.is_null());
}

TEST_CASE("what is no flat JSON object is an error that names file and line") {
  struct Row {
    std::string_view text;
    std::string_view begins;
  };

  constexpr std::array rows = {
      Row{"{\n\"a\": 1,\n\"b\" 2}", "x.json:3:"},
      Row{"{\"a\": 1", "x.json:1:"},
      Row{"{\"a\":\n1}\n}", "x.json:3:"},
      Row{"{\n// no comments\n}", "x.json:2:"},
      Row{"{\"a\": \"\xff\"}", "x.json:1:"},
      Row{"[]", "x.json: settings must be one JSON object"},
      Row{"\"text\"", "x.json: settings must be one JSON object"},
  };
  for (const auto& [text, begins] : rows) {
    CAPTURE(text);
    const auto entries = parse_config(text, "x.json");
    REQUIRE_FALSE(entries);
    CHECK(entries.error().kind == ErrorKind::settings);
    CHECK(entries.error().message.starts_with(begins));
  }
  const auto deep = parse_config("{\"a\": " + std::string(5000, '['), "x.json");
  CHECK(message_of(deep).starts_with("x.json:1:"));
}

TEST_CASE("nothing and a byte order mark are no errors") {
  CHECK(parse_config("", "x.json")->empty());
  CHECK(parse_config(" \n\t", "x.json")->empty());
  CHECK(parse_config("{}\n\n", "x.json")->empty());
  CHECK(parse_config("\xef\xbb\xbf{\"a\": 1}", "x.json")->size() == 1);
}

TEST_CASE("files that are read and files that are not") {
  const TemporaryFolder folder;
  const fs::path real = folder.write("repo/.cloudbees/unify-ls.json", "{\"branch\": \"main\"}");
  SUBCASE("a regular file is, and one that is missing says nothing") {
    CHECK(read_config_file(real, ConfigTrust::repository)->size() == 1);
    CHECK(read_config_file(folder.path() / "none" / "x.json", ConfigTrust::repository)->empty());
  }
  SUBCASE("a symbolic link is read for the user, not for a repository") {
    const fs::path link = folder.path() / "link.json";
    fs::create_symlink(real, link);
    CHECK(read_config_file(link, ConfigTrust::user)->size() == 1);
    CHECK(message_of(read_config_file(link, ConfigTrust::repository)).contains("symbolic link"));
  }
  SUBCASE("so is one in a folder that is a symbolic link") {
    const fs::path other = folder.path() / "other";
    fs::create_directories(other);
    fs::create_directory_symlink(real.parent_path(), other / ".cloudbees");
    const auto read = read_config_file(other / ".cloudbees" / "unify-ls.json", ConfigTrust::repository);
    CHECK(message_of(read).contains("symbolic link"));
  }
  SUBCASE("a folder is none") {
    CHECK(message_of(read_config_file(real.parent_path(), ConfigTrust::user)).contains("not a regular file"));
  }
  SUBCASE("one beyond the limit is refused, one at the limit is read") {
    const auto at_limit = folder.write("at.json", "{}" + std::string(max_config_bytes - 2, ' '));
    const auto beyond = folder.write("beyond.json", "{}" + std::string(max_config_bytes - 1, ' '));
    CHECK(read_config_file(at_limit, ConfigTrust::user).has_value());
    CHECK(message_of(read_config_file(beyond, ConfigTrust::user)).contains("64 KiB"));
  }
  SUBCASE("a dangling link of the user's is an error, not silence") {
    const fs::path link = folder.path() / "dangling.json";
    fs::create_symlink(folder.path() / "nowhere", link);
    CHECK_FALSE(read_config_file(link, ConfigTrust::user).has_value());
  }
}
