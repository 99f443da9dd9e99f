#include "protocol/json.h"
#include "server/cli/command_line.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using cli::EarlyExit;

namespace {

std::expected<Options, EarlyExit> read(std::vector<const char*> words) {
  words.insert(words.begin(), "unify-ls");
  return cli::read_command_line(static_cast<int>(words.size()), words.data());
}

std::string mistake(std::vector<const char*> words) {
  const auto options = read(std::move(words));
  REQUIRE_FALSE(options.has_value());
  CHECK(options.error().code == 2);
  CHECK(options.error().output.empty());
  return options.error().errors;
}

} // namespace

TEST_CASE("what is said to a verb becomes the arguments of its command") {
  const auto options = read({"run", "a.yaml", "-i", "x=1", "--input", "y=a=b", "--yes", "--dry-run"});
  REQUIRE(options.has_value());
  CHECK(options->verb == "run");
  CHECK(protocol::to_text(options->said) ==
        R"({"file":"a.yaml","inputs":{"x":"1","y":"a=b"},"confirmed":true,"dryRun":true})");
  CHECK(read({"token", "set", "--days", "30"})->said.at("days") == 30);
  CHECK(read({"check", "a", "b"})->said.at("files").as_array().size() == 2);
}

TEST_CASE("flags of every verb stand anywhere, and the last one wins") {
  const auto options = read({"--branch", "a", "runs", "--branch", "b", "--request-timeout", "5"});
  REQUIRE(options.has_value());
  CHECK(protocol::to_text(options->settings) == R"({"branch":"b","requestTimeoutSeconds":5})");
  CHECK(read({"--log-level", "debug", "--folder", "/x"})->log_level == LogLevel::debug);
  CHECK(read({"--folder", "/x"})->settings.empty());
}

TEST_CASE("the last verb decides, and nothing said to another one counts") {
  const auto options = read({"serve", "--stdio", "run", "a.yaml", "follow", "r1"});
  REQUIRE(options.has_value());
  CHECK(options->verb == "follow");
  CHECK(protocol::to_text(options->said) == R"({"id":"r1"})");
  CHECK(read({})->verb == "serve");
}

TEST_CASE("a slip is named, with what was meant and where to look") {
  CHECK(mistake({"runn"}) ==
        "unify-ls: There is no verb `runn`. Did you mean `run` or `runs`? `unify-ls help` "
        "lists all.\n");
  CHECK(mistake({"watch"}).contains("Did you mean `follow`?"));
  CHECK(mistake({"run", "--ref", "main"}).contains("Did you mean `--branch`?"));
  CHECK(mistake({"cancel"}).contains("`unify-ls open` gives the address"));
  CHECK(mistake({"token", "stats"}).contains("`token status`"));
  CHECK(mistake({"token"}).contains("`token set`, `token status`"));
  CHECK(mistake({"run", "--folow"}) == "unify-ls: There is no flag `--folow`. Did you mean `--follow`? "
                                       "`unify-ls help run` shows its flags.\n");
  CHECK(mistake({"run", "a", "b"}).contains("`run` does not take `b`."));
  CHECK(mistake({"run", "a", "-i", "nothing"}).contains("NAME=VALUE"));
  CHECK(mistake({"--confirm", "sometimes"}).contains("sometimes"));
  CHECK(mistake({"help", "tokens"}).contains("There is no verb `tokens`."));
}

TEST_CASE("a line that is being typed counts as far as it can be read") {
  const auto options = read({"__complete", "run", "--folder", "/x", "a.yaml", "--fol"});
  REQUIRE(options.has_value());
  CHECK(options->verb == "__complete");
  CHECK(options->folder == "/x");
  CHECK(options->said.at("file") == "a.yaml");
  CHECK(options->to_complete.back() == "--fol");
  CHECK(read({"__complete", "--nonsense", ""})->to_complete.size() == 2);
  CHECK(read({"__complete"})->to_complete.empty());
}
