#pragma once

#include "tests/simulator/net/async.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <string_view>

namespace unify_ls::simulator {

/// A connection to a client, with or without TLS. Every function answers false when the connection is of no
/// more use.
class Wire {
 public:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  virtual ~Wire() = default;

  virtual Task<bool> shake_hands() = 0;
  virtual Task<bool> read_head(Parser& parser) = 0;
  virtual Task<bool> read_body(Parser& parser) = 0;
  virtual Task<bool> write(std::string_view bytes) = 0;

  /// Comes back when the client has left. A client that has left while bytes of its request were still unread
  /// is not noticed: the end of the stream hides behind them.
  virtual Task<void> client_leaves() = 0;

  /// Ends the connection as a server does that has nothing more to say: the client sees the end of the
  /// stream.
  virtual Task<void> close() = 0;

  /// Ends it with a TCP reset.
  virtual void reset() = 0;
};

/// `tls` may be null; otherwise it must outlive the wire.
std::unique_ptr<Wire> make_wire(asio::ip::tcp::socket socket, asio::ssl::context* tls);

} // namespace unify_ls::simulator
