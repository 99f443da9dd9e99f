#pragma once

#include "tests/simulator/control/simulator.h"
#include "tests/simulator/net/bell.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <vector>

namespace unify_ls::simulator {

class Wire;

/// The two listeners: the platform's, and one for control alone that no fault and no certificate stands in
/// front of. Both are bound to 127.0.0.1 only. Lives as long as the loop runs; throws system_error when a
/// port is taken.
class Server {
 public:
  /// Port 0 lets the system choose. `tls`, which may be null, is for the platform's listener and outlives the
  /// server.
  Server(asio::io_context& loop, Simulator& simulator, std::uint16_t port, std::uint16_t control_port,
         asio::ssl::context* tls);

  const std::string& address() const { return simulator_.platform.address(); }

 private:
  /// A listener that was closed leaves the loop of the one before it to end by itself.
  using Acceptor = std::shared_ptr<asio::ip::tcp::acceptor>;

  Acceptor open(std::uint16_t port);
  bool set_listening(bool open);
  std::size_t disconnect();
  Task<void> accept_platform(Acceptor acceptor);
  Task<void> accept_control(Acceptor acceptor);
  void start(Task<void> task);

  asio::io_context& loop_;
  Simulator& simulator_;
  asio::ssl::context* tls_;
  Bell bell_;
  Acceptor platform_;
  Acceptor control_;
  std::uint16_t port_ = 0;
  std::uint64_t connections_ = 0;
  std::vector<std::weak_ptr<Wire>> wires_; ///< the platform's, those that have ended among them
};

} // namespace unify_ls::simulator
