#include "server/rpc/stdio.h"

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include <array>
#include <fcntl.h>
#include <optional>
#include <string>
#include <unistd.h>

using namespace unify_ls;

namespace {

constexpr std::size_t piece = std::size_t{1} << 20U;

/// Both pipes to a client that neither writes nor reads.
struct SilentClient {
  SilentClient() {
    REQUIRE(::pipe(input.data()) == 0);
    REQUIRE(::pipe(output.data()) == 0);
  }

  ~SilentClient() {
    ::close(input[1]);
    ::close(output[0]);
  }

  std::array<int, 2> input{};
  std::array<int, 2> output{};
};

} // namespace

TEST_CASE("a reader that goes away ends the reading, although nothing is written and nothing comes in") {
  SilentClient client;
  asio::io_context loop(1);
  rpc::Stdio stdio(loop, client.input[0], client.output[1]);
  std::optional<std::string> read;
  asio::co_spawn(loop, stdio.read(),
                 [&](const std::exception_ptr&, std::string bytes) { read = std::move(bytes); });
  asio::co_spawn(loop, stdio.watch_reader(), [](const std::exception_ptr&) {});
  loop.poll();
  CHECK_FALSE(read);
  ::close(client.output[0]);
  client.output[0] = ::dup(client.input[1]); // closed by the fixture
  loop.restart();
  loop.run();
  REQUIRE(read);
  CHECK(read->empty());
  CHECK(stdio.is_broken());
  CHECK_FALSE(stdio.has_lost_bytes());
  CHECK_FALSE(stdio.write("more"));
  CHECK(stdio.has_lost_bytes());
}

TEST_CASE("an output that was closed when we began is broken from the beginning") {
  asio::io_context loop(1);
  rpc::Stdio stdio(loop, ::open("/dev/null", O_RDONLY), ::open("/dev/null", O_RDONLY));
  CHECK(stdio.is_broken());
}

TEST_CASE("a client that does not read is given up, rather than left without answers") {
  SilentClient client;
  asio::io_context loop(1);
  rpc::Stdio stdio(loop, client.input[0], client.output[1]);
  std::optional<std::string> read;
  asio::co_spawn(loop, stdio.read(),
                 [&](const std::exception_ptr&, std::string bytes) { read = std::move(bytes); });
  loop.poll();
  CHECK_FALSE(read);

  std::size_t taken = 0;
  while (stdio.write(std::string(piece, 'x'))) taken += piece;
  CHECK(taken == rpc::outgoing_limit);
  loop.restart();
  loop.poll();
  REQUIRE(read);
  CHECK(read->empty());
  CHECK_FALSE(stdio.write("more"));
}
