#include "protocol/utf8.h"
#include "server/cli/help.h"
#include "server/cli/verb_table.h"
#include "server/commands/table.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

using namespace unify_ls;
using namespace unify_ls::cli;

TEST_CASE("help and manual page show every verb, and every flag of it") {
  const std::string overview = help_text();
  const std::string manual = manual_page();
  for (const commands::Verb* verb : verbs()) {
    CAPTURE(verb->words);
    const std::string help = help_text(*verb);
    CHECK(overview.contains(std::string("  ") + std::string(verb->words)));
    CHECK(help.starts_with(verb->summary));
    CHECK(help.contains("Usage: unify-ls " + std::string(verb->words)));
    for (const commands::Flag& flag : verb->flags) {
      CAPTURE(flag.spelling);
      CHECK(help.contains(long_name(flag)));
      CHECK_FALSE(flag.about.empty());
      CHECK_FALSE(flag.about.ends_with('.'));
    }
    CHECK(help.contains("Exit codes"));
    CHECK(help.contains("UNIFY_TOKEN"));
    CHECK(help.contains("--log-file"));
  }
  CHECK(manual.contains("\\-\\-dry\\-run"));
  CHECK(manual.contains(".SH EXIT STATUS"));
}

TEST_CASE("no line of help is longer than a terminal is wide") {
  for (const commands::Verb* verb : verbs()) {
    std::istringstream lines(help_text(*verb) + help_text());
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK((line.size() <= 80 || line.starts_with("  $ ")));
    }
  }
}

TEST_CASE("only verbs that start runs have the exit codes of starting") {
  CHECK(help_text(*find_verb("run")).contains("  3  "));
  CHECK_FALSE(help_text(*find_verb("runs")).contains("  3  "));
}

TEST_CASE("a word that begins several verbs shows these") {
  const std::string help = help_text("token");
  CHECK(help.contains("token status"));
  CHECK_FALSE(help.contains("workflows"));
}

TEST_CASE("each command is there once, and the verb of one that has one is found") {
  std::set<std::string_view> names;
  for (const commands::Command& command : commands::command_table()) {
    CAPTURE(command.name);
    CHECK(names.insert(command.name).second);
    CHECK(*commands::find_command(command.name) == &command);
    if (!command.verb.words.empty()) CHECK(find_verb(command.verb.words) == &command.verb);
    CHECK(command.read(nullptr).has_value());
  }
}
