#include "tests/simulator/faults/delivery.h"

#include <doctest/doctest.h>

using namespace unify_ls::simulator;

namespace {

std::vector<WireAct> deliver(std::string_view fault) {
  json::object rule;
  rule["fault"] = json::parse(fault);
  auto read = fault_rule_from(rule);
  if (!read) FAIL(read.error());
  Answer answer;
  answer.body = "{\"a\":12}";
  return delivery(answer, read->fault, true);
}

/// `send, stall, send` and the like.
std::string kinds(const std::vector<WireAct>& acts) {
  constexpr std::string_view names[] = {"send", "pause", "stall", "close", "reset"};
  std::string text;
  for (const WireAct& act : acts) {
    if (!text.empty()) text += ", ";
    text += names[static_cast<std::size_t>(act.kind)];
  }
  return text;
}

} // namespace

TEST_CASE("an answer without a fault is one send that says how long it is") {
  Answer answer;
  answer.body = "{}";
  const auto kept = delivery(answer, std::nullopt, true);
  REQUIRE(kinds(kept) == "send");
  CHECK(kept[0].text == "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  CHECK(delivery(answer, std::nullopt, false)[0].text.find("Connection: close\r\n") != std::string::npos);
}

TEST_CASE("each fault goes out in its own way") {
  struct Row {
    std::string_view fault;
    std::string_view acts;
  };

  const Row rows[] = {{R"({"kind": "status", "status": 429})", "send"},
                      {R"({"kind": "raw", "text": "x"})", "send, close"},
                      {R"({"kind": "stall"})", "stall, send"},
                      {R"({"kind": "stall", "where": "midAnswer"})", "send, stall, send"},
                      {R"({"kind": "drop"})", "close"},
                      {R"({"kind": "reset"})", "reset"},
                      {R"({"kind": "reset", "where": "midAnswer"})", "send, reset"},
                      {R"({"kind": "cutBody"})", "send, close"},
                      {R"({"kind": "wrongLength"})", "send, close"},
                      {R"({"kind": "badChunk"})", "send, close"},
                      {R"({"kind": "http10"})", "send, close"}};
  for (const Row& row : rows) {
    CAPTURE(row.fault);
    CHECK(kinds(deliver(row.fault)) == row.acts);
  }
}

TEST_CASE("a stall in the middle loses nothing of the answer, a cut loses its second half") {
  const auto stalled = deliver(R"({"kind": "stall", "where": "midAnswer"})");
  CHECK((stalled[0].text + stalled[2].text).ends_with("\r\n\r\n{\"a\":12}"));
  CHECK(deliver(R"({"kind": "cutBody"})")[0].text.ends_with("Content-Length: 8\r\n\r\n{\"a\""));
}

TEST_CASE("a huge answer announces as many bytes as it sends") {
  const auto acts = deliver(R"({"kind": "huge", "bytes": 200000})");
  std::size_t sent = 0;
  for (std::size_t i = 1; i < acts.size(); ++i) sent += acts[i].text.size() * acts[i].times;
  CHECK(sent == 200'000 + std::string_view(R"({"padding":""})").size());
  CHECK(acts[0].text.find("Content-Length: " + std::to_string(sent) + "\r\n") != std::string::npos);
}

TEST_CASE("a dripping answer comes in pieces and whole") {
  std::string all;
  for (const WireAct& act : deliver(R"({"kind": "drip", "bytes": 7, "ms": 1})")) {
    CHECK(act.text.size() <= 7);
    all += act.text;
  }
  CHECK(all.ends_with("\r\n\r\n{\"a\":12}"));
}
