#include "server/base/log.h"
#include "server/http/client.h"
#include "tests/support/scripted_server.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace unify_ls;
using namespace unify_ls::http;
using namespace unify_ls::testing;
using namespace std::chrono_literals;
using After = Reply::After;

namespace {

class FixedToken final : public credentials::TokenSource {
 public:
  Task<Result<const credentials::Secret*>> token(std::string_view origin, credentials::Patience) override {
    asked_for = origin;
    if (secret.empty()) co_return fail(ErrorKind::noToken, "none stored");
    co_return &secret;
  }

  void forget() override { ++forgotten; }

  credentials::Secret secret{"cb_api_test"};
  std::string asked_for;
  int forgotten = 0;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

/// A client and the server it talks to, on one loop.
struct World {
  explicit World(ScriptedServer::Script script) : server(loop, std::move(script)) {
    connect_to(server.url());
  }

  void connect_to(const std::string& url, std::chrono::seconds timeout = 20s) {
    client = std::make_unique<Client>(loop, clock, log, tokens,
                                      ClientSettings{.api = *parse_base_url(url), .timeout = timeout});
  }

  /// Sends one request and runs the loop until it is answered.
  Answer send(Request request) {
    std::optional<Answer> answer;
    asio::co_spawn(loop, client->send(std::move(request)),
                   [&](const std::exception_ptr& failure, Answer given) {
                     if (failure) std::rethrow_exception(failure);
                     answer = std::move(given);
                   });
    run_until([&] { return answer.has_value(); });
    return std::move(*answer);
  }

  template <class Done> void run_until(Done done) {
    loop.restart();
    while (!done() && loop.run_one() > 0) {
    }
    REQUIRE(done());
  }

  asio::io_context loop{1};
  SystemClock clock;
  Log log{LogLevel::error, 2};
  FixedToken tokens;
  ScriptedServer server;
  std::unique_ptr<Client> client;
};

Request get(std::string target) { return {.target = std::move(target)}; }

Request trigger() {
  return {.method = Method::post,
          .target = "/v2/components/c/trigger",
          .headers = {{"Content-Type", "application/json"}},
          .body = R"({"branchName":"main"})",
          .once = true};
}

} // namespace

TEST_CASE("a request arrives as it is meant to, and its answer is read") {
  World world([](const SeenRequest&) {
    return reply_with(200, R"({"a": 1})",
                      "Content-Type: application/json\r\nRetry-After: 5\r\n"
                      "Date: Tue, 24 Nov 2026 06:35:00 GMT\r\n");
  });
  const Answer answer = world.send(get("/v1/organizations?x=%2F.."));
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == R"({"a": 1})");
  CHECK(answer->content_type == "application/json");
  CHECK(answer->retry_after == 5s);
  CHECK(answer->date.has_value());
  CHECK(answer->complete());
  CHECK(world.tokens.asked_for == world.server.url());
  const std::string& head = world.server.requests().at(0).head;
  CHECK(head.starts_with("GET /v1/organizations?x=%2F.. HTTP/1.1\r\n"));
  CHECK(has(head, "\r\nAuthorization: Bearer cb_api_test\r\n"));
  CHECK(has(head, "\r\nUser-Agent: unify-ls\r\n"));
}

TEST_CASE("a trigger goes over a fresh connection, without Expect; reads share one") {
  World world([](const SeenRequest&) { return reply_with(200, "{}"); });
  REQUIRE(world.send(get("/1")));
  REQUIRE(world.send(get("/2")));
  REQUIRE(world.send(trigger()));
  const auto& seen = world.server.requests();
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].connection == 1);
  CHECK(seen[1].connection == 1);
  CHECK(seen[2].connection == 2);
  CHECK(seen[2].head.starts_with("POST /v2/components/c/trigger HTTP/1.1\r\n"));
  CHECK_FALSE(has(seen[2].head, "Expect"));
  CHECK(has(seen[2].head, "\r\nContent-Type: application/json\r\n"));
  CHECK(seen[2].body == R"({"branchName":"main"})");
}

TEST_CASE("a trigger whose connection dies is sent, and sent once") {
  for (const After after : {After::reset, After::close}) {
    World world([&](const SeenRequest& seen) {
      return has(seen.head, "GET") ? reply_with(200, "{}") : Reply{"", after};
    });
    REQUIRE(world.send(get("/warm-up"))); // leaves a connection that libcurl would like to use again
    const Answer answer = world.send(trigger());
    REQUIRE_FALSE(answer);
    CHECK(name_of(answer.error().trouble) == name_of(Trouble::broken));
    CHECK(answer.error().sent);
    CHECK(world.server.requests().size() == 2);
  }
}

TEST_CASE("where nobody listens nothing was sent") {
  World world([](const SeenRequest&) { return reply_with(200, "{}"); });
  const std::string url = world.server.url();
  world.server.stop();
  world.connect_to(url);
  const Answer answer = world.send(trigger());
  REQUIRE_FALSE(answer);
  CHECK(name_of(answer.error().trouble) == name_of(Trouble::connect));
  CHECK_FALSE(answer.error().sent);
}

TEST_CASE("a server that does not answer in time") {
  World world([](const SeenRequest&) { return Reply{"", After::stall}; });
  Request request = trigger();
  request.timeout = 50ms;
  const Answer answer = world.send(std::move(request));
  REQUIRE_FALSE(answer);
  CHECK(name_of(answer.error().trouble) == name_of(Trouble::timeout));
  CHECK(answer.error().sent);
}

TEST_CASE("a body that breaks off keeps its status") {
  World world([](const SeenRequest&) {
    return Reply{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", After::close};
  });
  const Answer answer = world.send(trigger());
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->cut == Trouble::broken);
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("an answer that is too large is not kept") {
  SUBCASE("body") {
    World world([](const SeenRequest&) { return reply_with(200, std::string(body_limit + 1, 'x')); });
    const Answer answer = world.send(get("/"));
    REQUIRE(answer);
    CHECK(answer->cut == Trouble::too_large);
    CHECK(answer->body.size() <= body_limit);
  }
  SUBCASE("body of exactly the limit") {
    World world([](const SeenRequest&) { return reply_with(200, std::string(body_limit, 'x')); });
    const Answer answer = world.send(get("/"));
    REQUIRE(answer);
    CHECK(answer->complete());
  }
  SUBCASE("headers") {
    World world([](const SeenRequest&) {
      std::string headers;
      for (int i = 0; i < 100; ++i) headers += "X-Long: " + std::string(1000, 'x') + "\r\n";
      return reply_with(200, "{}", headers);
    });
    const Answer answer = world.send(get("/"));
    REQUIRE(answer);
    CHECK(answer->cut == Trouble::too_large);
  }
}

TEST_CASE("a redirect is told, not followed") {
  World world([](const SeenRequest&) { return reply_with(302, "", "Location: https://Evil.com/x\r\n"); });
  const Answer answer = world.send(trigger());
  REQUIRE(answer);
  CHECK(answer->status == 302);
  CHECK(answer->redirect_host == "evil.com");
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("the token is forgotten after a 401 alone, and left out where it is not wanted") {
  int status = 401;
  World world([&](const SeenRequest&) { return reply_with(status, "{}"); });
  REQUIRE(world.send(get("/")));
  CHECK(world.tokens.forgotten == 1);
  status = 403;
  REQUIRE(world.send(get("/")));
  status = 401;
  REQUIRE(world.send({.target = "/", .authorized = false}));
  CHECK(world.tokens.forgotten == 1);
  CHECK_FALSE(has(world.server.requests().at(2).head, "Authorization"));
}

TEST_CASE("without a usable token nothing is sent") {
  World world([](const SeenRequest&) { return reply_with(200, "{}"); });
  SUBCASE("none") { world.tokens.secret = credentials::Secret(); }
  SUBCASE("one that would end the header line") {
    world.tokens.secret = credentials::Secret("a\r\nX-Evil: 1");
  }
  const Answer answer = world.send(get("/"));
  REQUIRE_FALSE(answer);
  CHECK(name_of(answer.error().trouble) == name_of(Trouble::token));
  CHECK(answer.error().token_error.has_value());
  CHECK_FALSE(answer.error().sent);
  CHECK(world.server.connections() == 0);
}

TEST_CASE("a target cannot lead to another host") {
  World world([](const SeenRequest&) { return reply_with(200, "{}"); });
  for (const char* target : {"@evil.com/", ".evil.com/", "", "x"}) {
    CAPTURE(target);
    CHECK_FALSE(world.send(get(target)));
  }
  CHECK(world.tokens.asked_for.empty());
}

TEST_CASE("no proxy is used for this machine") {
  World world([](const SeenRequest&) { return reply_with(200, "{}"); });
  ScriptedServer proxy(world.loop, [](const SeenRequest&) { return reply_with(200, "{}"); });
  for (const char* name : {"http_proxy", "all_proxy"}) ::setenv(name, proxy.url().c_str(), 1);
  const Answer answer = world.send(get("/"));
  for (const char* name : {"http_proxy", "all_proxy"}) ::unsetenv(name);
  CHECK(answer);
  CHECK(proxy.connections() == 0);
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("a proxy that refuses the tunnel, or is not there") {
  World world([](const SeenRequest&) { return reply_with(407, "", "Proxy-Authenticate: Basic\r\n"); });
  const auto through = [&](const std::string& proxy) {
    world.client = std::make_unique<Client>(
        world.loop, world.clock, world.log, world.tokens,
        ClientSettings{.api = *parse_base_url("https://unify.invalid"), .proxy = proxy, .timeout = 20s});
    const Answer answer = world.send(trigger());
    REQUIRE_FALSE(answer);
    CHECK(name_of(answer.error().trouble) == name_of(Trouble::proxy));
    CHECK_FALSE(answer.error().sent);
    return answer.error().proxy_status;
  };
  CHECK(through(world.server.url()) == 407);
  const SeenRequest& tunnel = world.server.requests().at(0);
  CHECK(tunnel.head.starts_with("CONNECT unify.invalid:443"));
  CHECK_FALSE(has(tunnel.head, "Authorization: Bearer"));
  const std::string url = world.server.url();
  world.server.stop();
  CHECK(through(url) == 0);
}

TEST_CASE("a server without TLS where TLS is expected gets no request") {
  World world([](const SeenRequest&) { return reply_with(400, "what"); });
  boost::asio::ip::tcp::acceptor acceptor(world.loop, {boost::asio::ip::address_v4::loopback(), 0});
  acceptor.async_accept([](boost::system::error_code, boost::asio::ip::tcp::socket) {}); // closes at once
  world.connect_to("https://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()));
  const Answer answer = world.send(trigger());
  REQUIRE_FALSE(answer);
  CHECK(name_of(answer.error().trouble) == name_of(Trouble::tls));
  CHECK_FALSE(answer.error().sent);
}

TEST_CASE("a cancelled request ends at once, and the client goes on") {
  World world([](const SeenRequest& seen) {
    return has(seen.head, "/stall") ? Reply{"", After::stall} : reply_with(200, "{}");
  });
  asio::cancellation_signal cancel;
  std::exception_ptr failure;
  bool ended = false;
  asio::co_spawn(world.loop, world.client->send(get("/stall")),
                 asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr thrown, const Answer&) {
                   failure = std::move(thrown);
                   ended = true;
                 }));
  world.run_until([&] { return !world.server.requests().empty(); });
  cancel.emit(asio::cancellation_type::terminal);
  world.run_until([&] { return ended; });
  REQUIRE(failure);
  CHECK_THROWS_AS(std::rethrow_exception(failure), boost::system::system_error);
  CHECK(world.send(get("/next")));
}

TEST_CASE("a request can be taken back until it leaves, and no longer") {
  World world([](const SeenRequest&) { return reply_with(200, "{}"); });
  Request request = trigger();
  request.recall = std::make_shared<Recall>();
  REQUIRE(request.recall->take_back());
  const Answer kept = world.send(request);
  REQUIRE_FALSE(kept);
  CHECK_FALSE(kept.error().sent);
  CHECK(world.server.requests().empty());

  request.recall = std::make_shared<Recall>();
  REQUIRE(world.send(request));
  CHECK_FALSE(request.recall->take_back());
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("a client can go while a request is under way") {
  World world([](const SeenRequest&) { return Reply{"", After::stall}; });
  asio::co_spawn(world.loop, world.client->send(get("/")), [](const std::exception_ptr&, const Answer&) {});
  world.run_until([&] { return !world.server.requests().empty(); });
  world.client.reset();
  CHECK(world.server.requests().size() == 1);
}

TEST_CASE("many requests at once") {
  World world(
      [](const SeenRequest& seen) { return reply_with(200, seen.head.substr(0, seen.head.find('\r'))); });
  int good = 0;
  int ended = 0;
  for (int i = 0; i < 28; ++i) {
    const std::string target = "/" + std::to_string(i);
    asio::co_spawn(world.loop, world.client->send(get(target)),
                   [&, target](const std::exception_ptr&, const Answer& answer) {
                     ++ended;
                     if (answer && answer->body == "GET " + target + " HTTP/1.1") ++good;
                   });
  }
  world.run_until([&] { return ended == 28; });
  CHECK(good == 28);
}
