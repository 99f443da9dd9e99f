#include "protocol/json.h"
#include "server/commands/wire.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace std::chrono_literals;
namespace json = boost::json;

TEST_CASE("a run on the wire has what is known, and inputs as text in the author's order") {
  runs::Run run{.id = "r1",
                .component = {.component_id = "c"},
                .file = "w.yaml",
                .branch = "main",
                .inputs = {{"z", "1"}, {"a", std::nullopt}},
                .requested_at = WallTime{1'800'000'000s}};
  CHECK(protocol::to_text(protocol::write(to_wire(run))) ==
        R"({"id":"r1","component":{"componentId":"c"},"file":"w.yaml","branch":"main",)"
        R"("inputs":{"z":"1","a":null},"inputNames":["z","a"],"requestedAt":"2027-01-15T08:00:00Z",)"
        R"("outcome":"sending","ended":false,"state":"starting","mood":"going"})");

  run.outcome = runs::RunOutcome::started;
  run.run_id = "p1";
  run.run_url = "https://u";
  run.commit = "abc";
  run.status = "FAILED";
  run.started_at = run.requested_at;
  run.ended_at = run.requested_at + 61s;
  run.ended = true;
  run.error = Error{ErrorKind::platform, "a\nb"};
  const std::string text = protocol::to_text(protocol::write(to_wire(run)));
  CHECK(text.contains(R"("runId":"p1","runUrl":"https://u")"));
  CHECK(text.contains(
      R"("outcome":"started","status":"FAILED","startedAt":"2027-01-15T08:00:00Z",)"
      R"("endedAt":"2027-01-15T08:01:01Z","ended":true,"state":"failed","mood":"bad","error":"a b"})"));
}

TEST_CASE("an input on the wire has options only when it is a choice, and its default as text") {
  const workflow::Input number{.name = "n", .type = workflow::InputType::number, .default_text = "007"};
  CHECK(protocol::to_text(protocol::write(to_wire(number))) ==
        R"({"name":"n","type":"number","required":false,"default":"007"})");
  const workflow::Input choice{.name = "c", .type = workflow::InputType::choice, .options = {"b", "a"}};
  CHECK(protocol::to_text(protocol::write(to_wire(choice))) ==
        R"({"name":"c","type":"choice","required":false,"options":["b","a"]})");
}

TEST_CASE("columns are counted as was agreed") {
  const workflow::Range range{.start = {.line = 1, .utf8 = 3, .utf16 = 2},
                              .end = {.line = 1, .utf8 = 7, .utf16 = 4}};
  CHECK(to_wire(range, false).end.character == 4);
  CHECK(to_wire(range, true).end.character == 7);
}

TEST_CASE("the body of a request is shown as JSON") {
  const protocol::HttpRequest shown = to_wire(platform::RequestPreview{
      .method = "POST", .url = "https://u", .headers = {{"A", "b"}}, .body = R"({"x":1})"});
  CHECK(protocol::to_text(protocol::write(shown)) ==
        R"({"method":"POST","url":"https://u","headers":{"A":"b"},"body":{"x":1}})");
}

TEST_CASE("given values keep their type, and what no input takes becomes text") {
  CHECK(std::holds_alternative<std::monostate>(given_value(nullptr)));
  CHECK(given_value(true) == workflow::GivenValue(true));
  CHECK(given_value(7) == workflow::GivenValue(std::int64_t{7}));
  CHECK(given_value(1.5) == workflow::GivenValue(1.5));
  CHECK(given_value("x") == workflow::GivenValue(std::string("x")));
  CHECK(given_value(json::array{1, 2}) == workflow::GivenValue(std::string("[1,2]")));
}
