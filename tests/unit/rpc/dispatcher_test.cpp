#include "protocol/lsp.h"
#include "server/rpc/dispatcher.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::rpc;
namespace code = protocol::code;
using Strings = std::vector<std::string>;

namespace {

/// A dispatcher behind a connection over two pipes. Everything that the client would send is in the pipe
/// before the loop runs, so that a test needs no clock: it ends when the input has ended and all is answered.
class Conversation {
 public:
  Conversation() {
    dispatcher.on_request<json::object>("initialize", [this](json::object) -> Task<Answer> {
      order.emplace_back("initialize");
      co_return 1;
    });
    dispatcher.on_notification<json::object>("initialized",
                                             [this](json::object) { order.emplace_back("initialized"); });
    dispatcher.on_request<protocol::Position>(
        "double", [](protocol::Position at) -> Task<Answer> { co_return json::value(at.line * 2); });
    dispatcher.on_request<json::object>("fail", [](json::object) -> Task<Answer> {
      throw std::runtime_error("a bug");
      co_return nullptr;
    });
    dispatcher.on_request<json::object>("wait", [this](json::object) -> Task<Answer> {
      asio::steady_timer timer(loop, asio::steady_timer::time_point::max());
      co_await timer.async_wait(asio::use_awaitable);
      co_return nullptr;
    });
    dispatcher.on_notification<protocol::Position>(
        "note", [this](protocol::Position at) { noted.push_back(at.line); });
  }

  /// Gives these bodies to the server, and its answers.
  Strings say(const Strings& bodies) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    std::string bytes;
    for (const std::string& body : bodies) bytes += protocol::frame(body);
    REQUIRE(::write(in[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    ::close(in[1]);
    talk(in[0], out[1]);
    return answers(out[0]);
  }

  std::vector<unsigned> noted;
  Strings order;
  int exits = 0;
  StreamEnd end = StreamEnd::unreadable;
  Dispatcher dispatcher{[this] { ++exits; }};

 private:
  void talk(int input, int output) {
    Connection connection(loop, log, tasks, input, output);
    spawn(loop, log, "test", converse(connection));
    loop.run();
    loop.restart();
  }

  Task<> converse(Connection& connection) {
    const TaskGroup::Id pump = tasks.spawn("pump", connection.pump());
    end = co_await connection.run(dispatcher);
    // What has not been answered by now waits forever; cancelling it is what a server does at its end.
    for (TaskGroup::Id id = pump + 1; id < pump + 100; ++id) tasks.cancel(id);
    while (tasks.running() > 1) co_await asio::post(loop, asio::use_awaitable);
    co_await connection.flushed();
    tasks.cancel(pump);
  }

  static Strings answers(int output) {
    protocol::FrameReader reader;
    std::array<char, 4096> chunk{};
    for (ssize_t count = 0; (count = ::read(output, chunk.data(), chunk.size())) > 0;)
      reader.append({chunk.data(), static_cast<std::size_t>(count)});
    ::close(output);
    Strings bodies;
    while (true) {
      const auto next = reader.next();
      if (!next || !*next) return bodies;
      bodies.push_back(**next);
    }
  }

  asio::io_context loop{1};
  Log log{LogLevel::error, -1};
  TaskGroup tasks{loop, log};
};

std::string request(std::string_view id, std::string_view method, std::string_view params = "{}") {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", id, method, params);
}

std::string notification(std::string_view method, std::string_view params = "{}") {
  return fmt::format(R"({{"jsonrpc":"2.0","method":"{}","params":{}}})", method, params);
}

std::string result(std::string_view id, std::string_view value) {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{}}})", id, value);
}

/// `id:code` of each answer that is an error, and the whole body of the others.
Strings in_short(const Strings& bodies) {
  Strings shown;
  for (const std::string& body : bodies) {
    const auto message = protocol::parse_message(body);
    REQUIRE(message);
    const auto& response = std::get<protocol::Response>(*message);
    shown.push_back(response.outcome ? body
                                     : fmt::format("{}:{}", response.id ? response.id->shown() : "null",
                                                   response.outcome.error().code));
  }
  return shown;
}

} // namespace

TEST_CASE("nothing is answered before initialize, nothing but shutdown after shutdown") {
  Conversation talk;
  const Strings answers =
      talk.say({request("1", "double", R"({"line": 4, "character": 0})"), request("2", "shutdown"),
                notification("note", R"({"line": 1, "character": 0})"), request("3", "initialize"),
                request("4", "initialize"), notification("note", R"({"line": 2, "character": 0})"),
                request("5", "shutdown"), request("6", "shutdown"),
                request("7", "double", R"({"line": 4, "character": 0})"), request("8", "initialize"),
                notification("note", R"({"line": 3, "character": 0})"), notification("exit")});
  Strings sorted = in_short(answers);
  std::ranges::sort(sorted);
  Strings expected{"1:-32002",          "2:-32002",          result("3", "1"), "4:-32600",
                   result("5", "null"), result("6", "null"), "7:-32600",       "8:-32600"};
  std::ranges::sort(expected);
  CHECK(sorted == expected);
  CHECK(talk.noted == std::vector<unsigned>{2});
  CHECK(talk.exits == 1);
  CHECK(talk.dispatcher.lifecycle() == Lifecycle::shut_down);
  CHECK(talk.end == StreamEnd::clean);
}

TEST_CASE("initialize has done its work when the initialized behind it is heard") {
  Conversation talk;
  talk.say({request("1", "initialize"), notification("initialized")});
  CHECK(talk.order == Strings{"initialize", "initialized"});
}

TEST_CASE("params are read before a handler sees them, and what cannot be read is said") {
  Dispatcher dispatcher([] {});
  dispatcher.on_notification<protocol::Position>("note", [](protocol::Position) {});
  CHECK_FALSE(dispatcher.handle_notification({"note", json::object{}})); // before initialize nothing is read

  Conversation talk;
  const Strings answers =
      talk.say({request("1", "initialize"), request("2", "double", R"({"line": "x"})"),
                request("3", "double", R"({"line": 21, "character": 0})"), request("4", "nothing"),
                notification("nothing"), notification("note", R"({"line": []})")});
  const Strings shown = in_short(answers);
  CHECK(shown.size() == 4);
  for (const std::string& wanted :
       {result("1", "1"), std::string("2:-32602"), result("3", "42"), std::string("4:-32601")})
    CHECK(std::ranges::count(shown, wanted) == 1);
  CHECK(talk.noted.empty());
  const auto told = talk.dispatcher.handle_notification({"note", json::object{{"line", json::array{}}}});
  REQUIRE(told);
  CHECK(told->contains("line"));
  CHECK_FALSE(talk.dispatcher.handle_notification({"nothing", json::object{}}));
}

TEST_CASE("a handler that fails of a bug answers with an internal error, and the next one works") {
  Conversation talk;
  const Strings shown = in_short(talk.say({request("1", "initialize"), request("2", "fail"),
                                           request("3", "double", R"({"line": 1, "character": 0})")}));
  CHECK(std::ranges::count(shown, "2:-32603") == 1);
  CHECK(std::ranges::count(shown, result("3", "2")) == 1);
}

TEST_CASE("a cancelled request is answered once, as cancelled; an id in use is refused") {
  Conversation talk;
  const Strings shown = in_short(talk.say(
      {request("1", "initialize"), request("2", "wait"), request("2", "wait"), request("\"2\"", "wait"),
       notification("$/cancelRequest", R"({"id": 2})"), notification("$/cancelRequest", R"({"id": 99})"),
       notification("$/cancelRequest", R"({"id": "2"})")}));
  CHECK(std::ranges::count(shown, "2:-32800") == 1);
  CHECK(std::ranges::count(shown, "2:-32600") == 1);
  CHECK(std::ranges::count(shown, "\"2\":-32800") == 1);
  CHECK(shown.size() == 4);
}
