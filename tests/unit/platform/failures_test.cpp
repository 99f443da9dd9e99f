#include "server/platform/failures.h"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::platform;
using http::Failure;
using http::Response;
using http::Trouble;
using State = TriggerOutcome::State;

namespace {

const http::Origin host("https", "api.cloudbees.io", 443);

/// The name on the wire, so that a failing row can be read.
std::string_view kind_of(const std::optional<Error>& error) {
  return error ? protocol::name_of(error->kind) : "none";
}

bool is_sentence(const std::string& text) {
  return text.ends_with('.') && text.find('\n') == text.npos && text.find("{}") == text.npos;
}

} // namespace

TEST_CASE("what a status means on a read and on the trigger") {
  struct Row {
    int status;
    ErrorKind read;
    bool read_retryable;
    State trigger;
    ErrorKind trigger_kind;
    bool trigger_retryable;
  };

  using enum ErrorKind;
  const std::vector<Row> rows = {
      {301, platform, false, State::unknown, outcomeUnknown, false},
      {302, platform, false, State::unknown, outcomeUnknown, false},
      {308, platform, false, State::unknown, outcomeUnknown, false},
      {400, platform, false, State::refused, platform, false},
      {401, tokenRejected, false, State::refused, tokenRejected, false},
      {403, forbidden, false, State::refused, forbidden, false},
      {404, notFound, false, State::refused, notFound, false},
      {407, proxy, false, State::refused, proxy, false},
      {409, platform, false, State::refused, platform, false},
      {429, rateLimited, true, State::refused, rateLimited, true},
      {499, platform, false, State::refused, platform, false},
      {500, platform, true, State::unknown, outcomeUnknown, false},
      {502, platform, true, State::unknown, outcomeUnknown, false},
      {503, rateLimited, true, State::unknown, outcomeUnknown, false},
      {555, rateLimited, true, State::unknown, outcomeUnknown, false},
      {599, platform, true, State::unknown, outcomeUnknown, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    const Response response{.status = row.status, .body = R"({"message": "said"})"};
    const Error read = read_error(response, host);
    CHECK(kind_of(read) == protocol::name_of(row.read));
    CHECK(read.retryable == row.read_retryable);
    CHECK(read.http_status == row.status);
    CHECK(read.platform_message == "said");
    CHECK(is_sentence(read.message));
    CHECK(read.message.find("api.cloudbees.io") != std::string::npos);

    const TriggerOutcome outcome = trigger_outcome(response, host);
    CHECK(outcome.state == row.trigger);
    CHECK(kind_of(outcome.error) == protocol::name_of(row.trigger_kind));
    REQUIRE(outcome.error);
    CHECK(outcome.error->retryable == row.trigger_retryable);
    CHECK(outcome.error->http_status == row.status);
    CHECK(is_sentence(outcome.error->message));
  }
}

TEST_CASE("what a failure means on a read and on the trigger") {
  struct Row {
    Trouble trouble;
    ErrorKind kind;
    bool retryable;
  };

  using enum ErrorKind;
  const std::vector<Row> rows = {
      {Trouble::resolve, network, true},
      {Trouble::connect, network, true},
      {Trouble::certificate, tls, false},
      {Trouble::ca_file, tls, false},
      {Trouble::tls, tls, true},
      {Trouble::proxy, proxy, true},
      {Trouble::timeout, timeout, true},
      {Trouble::broken, network, true},
      {Trouble::too_large, platform, false},
  };
  for (const Row& row : rows) {
    CAPTURE(http::name_of(row.trouble));
    const Error read = read_error(Failure{.trouble = row.trouble}, host);
    CHECK(kind_of(read) == protocol::name_of(row.kind));
    CHECK(read.retryable == row.retryable);
    CHECK(is_sentence(read.message));

    const TriggerOutcome before = trigger_outcome(std::unexpected(Failure{.trouble = row.trouble}), host);
    CHECK(before.state == State::refused);
    CHECK(kind_of(before.error) == protocol::name_of(row.kind));

    const TriggerOutcome after =
        trigger_outcome(std::unexpected(Failure{.trouble = row.trouble, .sent = true}), host);
    CHECK(after.state == State::unknown);
    CHECK(kind_of(after.error) == "outcomeUnknown");
    REQUIRE(after.error);
    CHECK_FALSE(after.error->retryable);
  }
}

TEST_CASE("a proxy that refuses is told from one that cannot be reached") {
  for (const int status : {403, 407, 502}) {
    CAPTURE(status);
    const Failure failure{.trouble = Trouble::proxy, .proxy_status = status};
    CHECK(read_error(failure, host).kind == ErrorKind::proxy);
    CHECK(read_error(failure, host).retryable == (status == 502)); // a proxy's own trouble may pass
    CHECK(trigger_outcome(std::unexpected(failure), host).state == State::refused);
  }
}

TEST_CASE("a missing token keeps its own error") {
  const Failure failure{.trouble = Trouble::token,
                        .token_error = Error{.kind = ErrorKind::secretStore, .message = "locked"}};
  CHECK(read_error(failure, host).message == "locked");
  const TriggerOutcome outcome = trigger_outcome(std::unexpected(failure), host);
  CHECK(outcome.state == State::refused);
  CHECK(kind_of(outcome.error) == "secretStore");
}

TEST_CASE("a trigger is started when the platform took it, readable or not, and unknown when it did not "
          "answer itself") {
  struct Row {
    Response response;
    State state;
  };

  const std::vector<Row> rows = {
      {{.status = 200, .body = R"({"runId": "r"})"}, State::started},
      {{.status = 200, .body = "{}"}, State::started},
      {{.status = 204, .body = ""}, State::started},
      {{.status = 202, .body = " \r\n"}, State::started},
      {{.status = 200, .body = "[]"}, State::started},
      {{.status = 200, .body = "\"taken\""}, State::started},
      {{.status = 200, .body = "{\"runId\": \"r"}, State::started},
      {{.status = 200, .body = " {\"x\": " + std::string(1000, '[') + std::string(1000, ']') + "}"},
       State::started},
      {{.status = 200, .content_type = "text/html", .body = "<html>Log in</html>"}, State::unknown},
      {{.status = 202, .body = "Please log in"}, State::unknown},
      {{.status = 200, .body = "<html>", .cut = Trouble::broken}, State::unknown},
      {{.status = 200, .body = "<html>", .cut = Trouble::too_large}, State::unknown},
      {{.status = 200, .body = "", .cut = Trouble::broken}, State::started},
      {{.status = 200, .body = "{\"success\": fal", .cut = Trouble::broken}, State::started},
      {{.status = 200, .body = "{}", .cut = Trouble::too_large}, State::started},
      {{.status = 200, .body = "{}", .cut = Trouble::timeout}, State::started},
      {{.status = 200, .body = R"({"success": false})"}, State::refused},
      {{.status = 200, .body = R"({"errorMessage": "no such workflow"})"}, State::refused},
      {{.status = 400, .body = "{", .cut = Trouble::broken}, State::refused},
      {{.status = 500, .body = "{", .cut = Trouble::broken}, State::unknown},
  };
  for (const Row& row : rows) {
    CAPTURE(row.response.status);
    CAPTURE(row.response.body);
    const TriggerOutcome outcome = trigger_outcome(row.response, host);
    CHECK(outcome.state == row.state);
    CHECK(outcome.error.has_value() == (row.state != State::started));
  }
  const TriggerOutcome no =
      trigger_outcome(Response{.status = 200, .body = R"({"errorMessage": "no such"})"}, host);
  CHECK(kind_of(no.error) == "platform");
  CHECK(no.error->platform_message == "no such");
}

TEST_CASE("the platform's words on how a run ended") {
  Run run{.status_message = "Step 3 exited with 1.\nMore \x1b[31m of it", .status_reason = "POLICY"};
  CHECK(end_reason(run).empty()); // it has not
  run.ended = true;
  CHECK(end_reason(run) == "Step 3 exited with 1. More [31m of it (POLICY)");
  run.status_reason = "";
  run.status_message = "cb_api_0123456789 was rejected";
  CHECK_FALSE(end_reason(run).contains("0123456789"));
  run.status_message = std::string(5000, 'x');
  CHECK(end_reason(run).size() < 2 * platform_message_limit);
  run.status_message.reset();
  CHECK(end_reason(run).empty());
}

TEST_CASE("answers that are not whole, on a read") {
  CHECK(read_error(Response{.status = 200, .cut = Trouble::broken}, host).kind == ErrorKind::platform);
  CHECK(read_error(Response{.status = 200, .cut = Trouble::broken}, host).retryable);
  CHECK(read_error(Response{.status = 200, .cut = Trouble::too_large}, host).kind == ErrorKind::platform);
  CHECK(read_error(Response{.status = 200, .cut = Trouble::timeout}, host).kind == ErrorKind::timeout);
  CHECK(unusable_answer(host).kind == ErrorKind::platform);
}

TEST_CASE("messages name what matters") {
  const Response limited{.status = 429, .retry_after = std::chrono::seconds{120}};
  CHECK(read_error(limited, host).message.find("120 s") != std::string::npos);
  const Response redirect{.status = 302, .redirect_host = "evil.com"};
  CHECK(read_error(redirect, host).message.find("evil.com") != std::string::npos);
}

TEST_CASE("the platform's own words") {
  struct Row {
    std::string_view body;
    std::string_view type;
    std::optional<std::string> words;
  };

  const std::vector<Row> rows = {
      {R"({"code": 7, "message": "permission denied", "error": "x"})", "application/json",
       "permission denied"},
      {R"({"error": "you are not authorized"})", "application/json", "you are not authorized"},
      {R"({"errorMessage": "no"})", "", "no"},
      {R"({"error": {"message": "nested"}})", "", "nested"},
      {R"({"message": 5, "errorMessage": "no"})", "", "no"},
      {R"({"other": "secret"})", "", std::nullopt},
      {R"(["a"])", "", std::nullopt},
      {R"({"message": "cut off)", "application/json", std::nullopt},
      {"no such thing\nsecond line", "text/plain", "no such thing"},
      {"no bearer token", "text/plain", "no bearer token"},
      {"<html><body>x</body></html>", "text/plain", std::nullopt},
      {"  <!doctype html>", "", std::nullopt},
      {"hello", "text/html; charset=utf-8", std::nullopt},
      {"", "", std::nullopt},
      {"a\x1b[31mred\x07", "text/plain", "a[31mred"},
      {R"({"message": "line one\nline\u202e two"})", "", "line one line two"},
      {R"({"message": "bad token cb_api_abc-DEF_123."})", "", "bad token [redacted]"},
      {R"({"message": "got 'Bearer abc.def' and Cb_Api_x"})", "", "got 'Bearer [redacted]' and [redacted]"},
      {R"({"message": "Authorization: bearer  xyz, sorry"})", "", "Authorization: bearer  [redacted], sorry"},
      {R"({"message": "Bearer cb_api_abc"})", "", "Bearer [redacted]"},
      {R"({"message": "ends in Bearer"})", "", "ends in Bearer"},
      {R"({"message": "split cb_\u200bapi_abc"})", "", "split [redacted]"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.body);
    const Response response{
        .status = 400, .content_type = std::string(row.type), .body = std::string(row.body)};
    CHECK(platform_message(response).value_or("(none)") == row.words.value_or("(none)"));
  }
  const auto lengthy = platform_message({.status = 400, .body = std::string(100000, 'x')});
  REQUIRE(lengthy);
  CHECK(lengthy->size() <= platform_message_limit + 2); // the ellipsis has three bytes
  const auto padded = [](std::size_t bytes) {
    return platform_message(
        {.status = 400, .body = R"({"message":"no such","padding":")" + std::string(bytes, 'x') + "\"}"});
  };
  CHECK(padded(1000) == "no such");
  CHECK_FALSE(padded(std::size_t{100} * 1024));
}

TEST_CASE("a token is blackened by value in what the platform says") {
  const credentials::Redaction redaction(credentials::Secret("cb_api_Xk29aLpQ77zR"));
  for (const std::string_view body :
       {R"({"message": "unknown token Xk29aLpQ77zR"})", R"({"message": "unknown token \u0058k29aLpQ77zR"})",
        R"({"error": {"message": "unknown token Xk29aLpQ77"}})", "unknown token Xk29aLpQ77zR"}) {
    CAPTURE(body);
    const Response response{.status = 400, .body = std::string(body), .redaction = redaction};
    CHECK(platform_message(response) == "unknown token [redacted]");
  }
}

TEST_CASE("a token is blackened in every text of an answer, however deep") {
  const Response response{
      .status = 200,
      .body = R"({"runUrl": "https://x/Xk29aLpQ77zR", "list": [{"id": "Xk29aLpQ77zR", "n": 5}]})",
      .redaction = credentials::Redaction(credentials::Secret("cb_api_Xk29aLpQ77zR"))};
  const auto content = safe_content(response);
  REQUIRE(content);
  CHECK(*content ==
        boost::json::parse(R"({"runUrl": "https://x/[redacted]", "list": [{"id": "[redacted]", "n": 5}]})"));
  CHECK(trigger_outcome(response, host).run_url == "https://x/[redacted]");
}
