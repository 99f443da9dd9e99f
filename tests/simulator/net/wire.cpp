#include "tests/simulator/net/wire.h"

#include "tests/simulator/net/bell.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>

#include <array>
#include <type_traits>

namespace unify_ls::simulator {
namespace {

using asio::ip::tcp;
namespace http = boost::beast::http;
using namespace asio::experimental::awaitable_operators;

// A client that never closes its side is not waited for longer.
constexpr std::chrono::milliseconds longest_goodbye{1000};

template <typename Stream> class StreamWire final : public Wire {
 public:
  template <typename... Arguments>
  explicit StreamWire(Arguments&&... arguments) : stream_(std::forward<Arguments>(arguments)...) {}

  Task<bool> shake_hands() override {
    if constexpr (is_tls) {
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, with_error);
      co_return !error;
    }
    co_return true;
  }

  Task<bool> read_head(Parser& parser) override {
    clients_turn_ = true;
    const auto [error, bytes] = co_await http::async_read_header(stream_, buffer_, parser, with_error);
    co_return !error;
  }

  Task<bool> read_body(Parser& parser) override {
    const auto [error, bytes] = co_await http::async_read(stream_, buffer_, parser, with_error);
    clients_turn_ = false;
    co_return !error;
  }

  Task<bool> write(std::string_view bytes) override {
    const auto [error, written] =
        co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()), with_error);
    co_return !error;
  }

  Task<void> client_leaves() override {
    const auto [cancelled] = co_await socket().async_wait(tcp::socket::wait_read, with_error);
    // Out of turn, bytes can only be the end of a TLS session. Looking for them where there are none would
    // block.
    if (!cancelled && clients_turn_ && has_bytes()) co_await pause_for(std::chrono::hours(24));
  }

  Task<void> close() override {
    if (!socket().is_open()) co_return;
    co_await (say_goodbye() || pause_for(longest_goodbye));
    boost::system::error_code ignored;
    socket().close(ignored);
  }

  void reset() override {
    boost::system::error_code ignored;
    // Lingering for no time makes the system send a reset in place of an orderly end.
    socket().set_option(asio::socket_base::linger(true, 0), ignored);
    socket().close(ignored);
  }

 private:
  static constexpr bool is_tls = !std::is_same_v<Stream, tcp::socket>;

  auto& socket() {
    if constexpr (is_tls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  bool has_bytes() {
    char byte = 0;
    boost::system::error_code error;
    return socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error) > 0;
  }

  /// Closing a socket with unread bytes in it is a reset, which can overtake the answer: so read until the
  /// client has closed as well.
  Task<void> say_goodbye() {
    if constexpr (is_tls) co_await stream_.async_shutdown(with_error);
    boost::system::error_code error;
    socket().shutdown(tcp::socket::shutdown_send, error);
    std::array<char, 4096> waste{};
    while (!error) {
      const auto [problem, bytes] = co_await socket().async_read_some(asio::buffer(waste), with_error);
      error = problem;
    }
  }

  Stream stream_;
  boost::beast::flat_buffer buffer_;
  bool clients_turn_ = true;
};

} // namespace

std::unique_ptr<Wire> make_wire(tcp::socket socket, asio::ssl::context* tls) {
  if (tls) return std::make_unique<StreamWire<asio::ssl::stream<tcp::socket>>>(std::move(socket), *tls);
  return std::make_unique<StreamWire<tcp::socket>>(std::move(socket));
}

} // namespace unify_ls::simulator
