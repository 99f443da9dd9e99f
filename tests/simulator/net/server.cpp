#include "tests/simulator/net/server.h"

#include "tests/simulator/net/connection.h"
#include "tests/simulator/net/control_connection.h"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace unify_ls::simulator {
namespace {

using asio::ip::tcp;

void report(const std::exception_ptr& problem) {
  if (!problem) return;
  try {
    std::rethrow_exception(problem);
  } catch (const std::exception& error) {
    fmt::print(stderr, "unify-simulator: {}\n", error.what());
  }
}

} // namespace

Server::Server(asio::io_context& loop, Simulator& simulator, std::uint16_t port, std::uint16_t control_port,
               asio::ssl::context* tls)
    : loop_(loop),
      simulator_(simulator),
      tls_(tls),
      bell_(loop.get_executor()),
      platform_(open(port)),
      control_(open(control_port)),
      port_(platform_->local_endpoint().port()) {
  simulator_.platform.set_address(fmt::format("{}://127.0.0.1:{}", tls ? "https" : "http", port_));
  simulator_.control_address = fmt::format("http://127.0.0.1:{}", control_->local_endpoint().port());
  simulator_.changed = [this] { bell_.ring(); };
  simulator_.listen = [this](bool open) { return set_listening(open); };
  simulator_.disconnect = [this] { return disconnect(); };
  start(accept_platform(platform_));
  start(accept_control(control_));
}

Server::Acceptor Server::open(std::uint16_t port) {
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  return std::make_shared<tcp::acceptor>(loop_, endpoint, true);
}

bool Server::set_listening(bool wanted) {
  if (wanted == (platform_ != nullptr)) return true;
  if (!wanted) {
    platform_->close();
    platform_.reset();
    return true;
  }
  try {
    platform_ = open(port_);
  } catch (const boost::system::system_error&) {
    return false;
  }
  start(accept_platform(platform_));
  return true;
}

std::size_t Server::disconnect() {
  std::size_t count = 0;
  for (const std::weak_ptr<Wire>& known : wires_) {
    const std::shared_ptr<Wire> wire = known.lock();
    if (!wire) continue;
    wire->reset();
    ++count;
  }
  wires_.clear();
  return count;
}

Task<void> Server::accept_platform(Acceptor acceptor) {
  while (acceptor->is_open()) {
    auto [error, socket] = co_await acceptor->async_accept(with_error);
    if (error) continue;
    socket.set_option(tcp::no_delay(true), error);
    const std::shared_ptr<Wire> wire = make_wire(std::move(socket), tls_);
    std::erase_if(wires_, [](const std::weak_ptr<Wire>& ended) { return ended.expired(); });
    wires_.push_back(wire);
    start(serve_platform(simulator_, bell_, wire, ++connections_));
  }
}

Task<void> Server::accept_control(Acceptor acceptor) {
  while (acceptor->is_open()) {
    auto [error, socket] = co_await acceptor->async_accept(with_error);
    if (error) continue;
    socket.set_option(tcp::no_delay(true), error);
    start(serve_control(simulator_, bell_, make_wire(std::move(socket), nullptr)));
  }
}

void Server::start(Task<void> task) { asio::co_spawn(loop_, std::move(task), report); }

} // namespace unify_ls::simulator
