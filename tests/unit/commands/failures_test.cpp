#include "protocol/json.h"
#include "server/commands/failures.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
namespace json = boost::json;

namespace {

std::string data_of(const Error& error) {
  const protocol::ResponseError wire = to_wire(error);
  CHECK(wire.code == -32803);
  REQUIRE(wire.data);
  return protocol::to_text(*wire.data);
}

} // namespace

TEST_CASE("a failure has kind and retryable, and the rest where there is something to say") {
  CHECK(data_of({.kind = ErrorKind::forbidden, .message = "No."}) ==
        R"({"kind":"forbidden","retryable":false})");
  CHECK(data_of({.kind = ErrorKind::rateLimited,
                 .message = "Slow down.",
                 .retryable = true,
                 .http_status = 429,
                 .platform_message = "too many"}) ==
        R"({"kind":"rateLimited","retryable":true,"httpStatus":429,"platformMessage":"too many"})");
  Error needs{.kind = ErrorKind::needsInput, .message = "More."};
  needs.missing = {"file"};
  needs.example = "{}";
  CHECK(data_of(needs) == R"({"kind":"needsInput","retryable":false,"missing":["file"],"example":"{}"})");
}

TEST_CASE("a remedy is a command that a client can offer") {
  struct Row {
    ErrorKind kind;
    std::string_view command;
  };

  for (const Row& row : std::vector<Row>{{ErrorKind::noToken, "unify.token.set"},
                                         {ErrorKind::tokenRejected, "unify.token.set"},
                                         {ErrorKind::outcomeUnknown, "unify.run.list"},
                                         {ErrorKind::network, "unify.doctor"},
                                         {ErrorKind::secretStore, "unify.doctor"},
                                         {ErrorKind::notManual, "unify.workflows.list"}}) {
    const protocol::ResponseError wire = to_wire({.kind = row.kind, .message = "m"});
    const json::value& remedy = wire.data->at("remedy");
    CHECK(std::string_view(remedy.at("command").as_string()) == row.command);
    CHECK_FALSE(remedy.at("title").as_string().empty());
  }
}

TEST_CASE("advice of the place where it failed is the remedy's title") {
  const Error error{.kind = ErrorKind::git, .message = "m", .advice = "git fetch\norigin"};
  CHECK(to_wire(error).data->at("remedy").at("title") == "git fetch origin");
  CHECK(remedy_text(error) == "git fetch origin");
  CHECK(remedy_text({.kind = ErrorKind::forbidden, .message = "m"}).empty());
}

TEST_CASE("a message is one printable line") {
  CHECK(to_wire({.kind = ErrorKind::git, .message = "a\nb\x1b"}).message == "a b");
}
