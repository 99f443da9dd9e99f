#include "tests/support/scripted_server.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <list>

namespace unify_ls::testing {
namespace {

using asio::ip::tcp;

std::size_t content_length(const std::string& head) {
  constexpr std::string_view name = "\r\nContent-Length: ";
  const auto found = head.find(name);
  return found == std::string::npos ? 0 : std::stoul(head.substr(found + name.size()));
}

} // namespace

Reply reply_with(int status, const std::string& body, const std::string& more_headers) {
  return {fmt::format("HTTP/1.1 {} Told\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), more_headers,
                      body)};
}

class ScriptedServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& loop, Script script)
      : acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        script_(std::move(script)) {}

  Task<> accept() {
    const auto self = shared_from_this(); // outlives the server while a connection ends
    boost::system::error_code stopped;
    while (!stopped) {
      tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, stopped));
      if (stopped) break;
      sockets_.push_back(std::move(socket));
      asio::co_spawn(acceptor.get_executor(), serve(sockets_.back(), ++connections), rethrow);
    }
  }

  void stop() {
    boost::system::error_code ignored;
    acceptor.close(ignored);
    for (tcp::socket& socket : sockets_) socket.close(ignored);
  }

  static void rethrow(const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  }

  tcp::acceptor acceptor;
  std::vector<SeenRequest> requests;
  int connections = 0;

 private:
  Task<> serve(tcp::socket& socket, int connection) {
    const auto self = shared_from_this();
    std::string buffer;
    boost::system::error_code gone;
    while (!gone) {
      const std::size_t head = co_await asio::async_read_until(
          socket, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::redirect_error(asio::use_awaitable, gone));
      if (gone) co_return;
      SeenRequest seen{connection, buffer.substr(0, head), {}};
      const std::size_t length = content_length(seen.head);
      if (buffer.size() < head + length)
        co_await asio::async_read(socket, asio::dynamic_buffer(buffer),
                                  asio::transfer_exactly(head + length - buffer.size()),
                                  asio::redirect_error(asio::use_awaitable, gone));
      if (gone) co_return; // without its body it was no request
      seen.body = buffer.substr(head, length);
      buffer.erase(0, head + length);
      requests.push_back(seen);
      const Reply reply = script_(seen);
      co_await asio::async_write(socket, asio::buffer(reply.bytes),
                                 asio::redirect_error(asio::use_awaitable, gone));
      if (reply.after == Reply::After::keep) continue;
      if (reply.after == Reply::After::stall) {
        char byte = 0;
        co_await socket.async_read_some(asio::buffer(&byte, 1),
                                        asio::redirect_error(asio::use_awaitable, gone));
        co_return;
      }
      if (reply.after == Reply::After::reset) socket.set_option(tcp::socket::linger(true, 0), gone);
      socket.close(gone);
      co_return;
    }
  }

  Script script_;
  std::list<tcp::socket> sockets_;
};

ScriptedServer::ScriptedServer(asio::io_context& loop, Script script)
    : impl_(std::make_shared<Impl>(loop, std::move(script))) {
  asio::co_spawn(loop, impl_->accept(), &Impl::rethrow);
}

ScriptedServer::~ScriptedServer() { stop(); }

std::string ScriptedServer::url() const {
  return fmt::format("http://127.0.0.1:{}", impl_->acceptor.local_endpoint().port());
}

const std::vector<SeenRequest>& ScriptedServer::requests() const { return impl_->requests; }

int ScriptedServer::connections() const { return impl_->connections; }

void ScriptedServer::stop() { impl_->stop(); }

} // namespace unify_ls::testing
