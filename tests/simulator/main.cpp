/// `unify-simulator`: plays CloudBees Unify on a loopback port, for the demo and the tests. See README.md
/// beside this.
#include "tests/simulator/model/world_file.h"
#include "tests/simulator/net/server.h"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace unify_ls::simulator {
namespace {

struct Options {
  std::uint16_t port = 0;
  std::uint16_t control_port = 0;
  std::string world;
  std::vector<std::string> tokens;
  std::string repository_url;
  std::string ui_url;
  std::vector<std::string> steps;
  std::string log;
  std::vector<std::string> tls;
  bool until_eof = false;
};

void describe(CLI::App& app, Options& options) {
  app.add_option("--port", options.port, "The platform's port on 127.0.0.1; 0 lets the system choose");
  app.add_option("--control-port", options.control_port, "The port for control alone; printed on stderr");
  app.add_option("--world", options.world, "A JSON file that replaces parts of the built-in world");
  app.add_option("--token", options.tokens, "One more bearer value with full rights; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--repository-url", options.repository_url, "The repository of the first component");
  app.add_option("--ui-url", options.ui_url,
                 "Where the web addresses in answers lead; default: the simulator");
  app.add_option("--run-script", options.steps,
                 "How runs move: STATUS, STATUS@READS or STATUS@MILLISECONDSms each");
  app.add_option("--log", options.log, "Append a line of JSON for every request to this file");
  app.add_option("--tls", options.tls, "Speak TLS with this certificate chain and key (PEM)")->expected(2);
  app.add_flag("--until-eof", options.until_eof, "End when stdin ends");
}

/// The built-in world, then the file, then the flags. The last word wins.
std::expected<World, std::string> world_from(const Options& options) {
  World world = default_world();
  if (!options.world.empty()) {
    if (const Checked merged = merge_world_file(world, options.world); !merged)
      return std::unexpected(merged.error());
  }
  for (const std::string& value : options.tokens) {
    world.tokens.push_back({fmt::format("flag-{}", world.tokens.size()), value, Rights::full});
  }
  if (!options.repository_url.empty()) {
    if (world.components.empty()) return std::unexpected("--repository-url needs a component in the world.");
    world.components.front().repository_url = options.repository_url;
  }
  if (!options.ui_url.empty()) world.ui_url = options.ui_url;
  if (!options.steps.empty()) world.steps.clear();
  for (const std::string& text : options.steps) {
    auto step = step_from_text(text);
    if (!step) return std::unexpected(step.error());
    world.steps.push_back(std::move(*step));
  }
  return world;
}

std::unique_ptr<asio::ssl::context> tls_from(const Options& options) {
  if (options.tls.empty()) return nullptr;
  auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  tls->use_certificate_chain_file(options.tls[0]);
  tls->use_private_key_file(options.tls[1], asio::ssl::context::pem);
  return tls;
}

Task<void> stop_at_end_of_input(asio::io_context& loop) {
  asio::posix::stream_descriptor input(loop, ::dup(STDIN_FILENO));
  std::array<char, 256> waste{};
  boost::system::error_code error;
  while (!error) {
    const auto [problem, bytes] = co_await input.async_read_some(asio::buffer(waste), with_error);
    error = problem;
  }
  loop.stop();
}

int serve(const Options& options) {
  auto world = world_from(options);
  if (!world) {
    fmt::print(stderr, "unify-simulator: {}\n", world.error());
    return 2;
  }
  Simulator simulator(std::move(*world));
  if (!options.log.empty() && !simulator.log.write_to(options.log)) {
    fmt::print(stderr, "unify-simulator: {} cannot be opened for the log.\n", options.log);
    return 2;
  }
  const auto tls = tls_from(options);
  asio::io_context loop(1);
  asio::signal_set signals(loop, SIGINT, SIGTERM);
  signals.async_wait([&loop](const auto&, int) { loop.stop(); });
  if (options.until_eof) {
    asio::co_spawn(loop, stop_at_end_of_input(loop), [](const std::exception_ptr&) {});
  }

  const Server server(loop, simulator, options.port, options.control_port, tls.get());
  fmt::print(stderr, "control on {}\n", simulator.control_address);
  fmt::print("listening on {}\n", server.address());
  std::fflush(stdout);
  loop.run();
  return 0;
}

} // namespace
} // namespace unify_ls::simulator

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"Plays CloudBees Unify on a loopback port, for the demo and the tests."};
  unify_ls::simulator::Options options;
  unify_ls::simulator::describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2; // help is such an "error" too
  }
  try {
    return unify_ls::simulator::serve(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "unify-simulator: {}\n", error.what());
    return 1;
  }
}
