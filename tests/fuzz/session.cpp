// Whole sessions: the server that an editor starts, in one process, with no platform, no git and no keyring
// to reach. Each line of an input is the body of one message; a line that begins with "!" is sent as it
// stands, without a header.
#include "protocol/frame.h"
#include "protocol/message.h"
#include "server/app/house.h"
#include "server/app/language_server.h"
#include "server/rpc/connection.h"
#include "tests/fuzz/support/fuzz.h"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace unify_ls::fuzz {
namespace {

using std::chrono::milliseconds;

/// For answers that need a moment, such as a refused connection; and for tasks to end once they are asked to.
constexpr milliseconds answer_time{50};
constexpr milliseconds drain_time{5000};
constexpr std::string_view token = "cb_api_fuzz";

std::string stream_of(std::string_view input) {
  std::string stream;
  while (!input.empty()) {
    const std::string_view line = take_line(input);
    stream += line.starts_with('!') ? std::string(line.substr(1)) : protocol::frame(line);
  }
  return stream;
}

/// A file in memory stands for either pipe.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : descriptor_(memfd_create(name, MFD_CLOEXEC)) {}

  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  ~MemoryFile() { close(descriptor_); }

  /// For a reader that takes it over.
  int share() const { return dup(descriptor_); }

  void fill(std::string_view bytes) const {
    expect(write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
           "memory suffices");
    lseek(descriptor_, 0, SEEK_SET);
  }

  std::string content() const {
    std::string bytes(static_cast<std::size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    expect(pread(descriptor_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
           "output can be read");
    return bytes;
  }

 private:
  int descriptor_;
};

Options options() {
  Options options;
  options.settings["apiUrl"] = "http://127.0.0.1:9"; // where nobody listens
  return options;
}

/// One conversation over what was sent, to its end.
class Session {
 public:
  Session(int input, int output)
      : tasks_(loop_, log_),
        connection_(loop_, log_, tasks_, input, output),
        client_(connection_, clock_),
        house_(House::build(options(), loop_, log_, tasks_, client_,
                            Result<credentials::Secret>(credentials::Secret(std::string(token))))) {
    expect(house_.has_value(), "the house can be built");
    server_.emplace(**house_, connection_, client_, clock_, tasks_, log_, [this](Farewell) { over_ = true; });
  }

  void run() {
    tasks_.spawn("writing", connection_.pump());
    tasks_.spawn("reading", read());
    run_until(drain_time, [this] { return over_; });
    run_until(answer_time, [this] { return tasks_.running() <= 1; });
    bool flushed = false;
    tasks_.spawn("flushing", connection_.flushed(), [&flushed] { flushed = true; });
    run_until(drain_time, [&flushed] { return flushed; });
    tasks_.cancel_all();
    run_until(drain_time, [this] { return tasks_.running() == 0; });
    expect(tasks_.running() == 0, "every task ends when it is asked to");
  }

 private:
  Task<> read() {
    co_await connection_.run(server_->dispatcher());
    over_ = true;
  }

  template <class Done> void run_until(milliseconds limit, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done() && std::chrono::steady_clock::now() < deadline) loop_.run_one_until(deadline);
  }

  asio::io_context loop_{1};
  SystemClock clock_;
  Log log_{LogLevel::trace, open("/dev/null", O_WRONLY | O_CLOEXEC)};
  TaskGroup tasks_;
  rpc::Connection connection_;
  EditorClient client_;
  Result<std::unique_ptr<House>> house_;
  std::optional<LanguageServer> server_;
  bool over_ = false;
};

/// Homes of its own, and no program to start.
void leave_the_machine_alone() {
  static const std::filesystem::path home =
      std::filesystem::temp_directory_path() / ("unify-ls-fuzz-" + std::to_string(getpid()));
  std::filesystem::create_directories(home);
  for (const char* name : {"HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"})
    setenv(name, home.c_str(), 1);
  for (const char* name :
       {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "DBUS_SESSION_BUS_ADDRESS"})
    unsetenv(name);
  setenv("PATH", "/nonexistent", 1);
  std::atexit([] { std::filesystem::remove_all(home); });
}

void expect_well_formed(std::string_view output, bool token_was_given) {
  protocol::FrameReader frames;
  frames.append(output);
  std::set<std::string> answered;
  for (auto body = frames.next(); body && *body; body = frames.next()) {
    const auto message = protocol::parse_message(**body);
    expect(message.has_value(), "what the server says is JSON-RPC");
    const auto* response = std::get_if<protocol::Response>(&*message);
    expect(response == nullptr || token_was_given || !(**body).contains(token), "no answer holds the token");
  }
  expect(frames.at_boundary(), "what the server says ends with a whole message");
}

} // namespace

void examine(std::string_view input) {
  static const bool prepared = (leave_the_machine_alone(), true);
  (void)prepared;
  const MemoryFile sent("sent");
  const MemoryFile said("said");
  sent.fill(stream_of(input));
  {
    Session session(sent.share(), said.share());
    session.run();
  }
  // The fuzzer finds the token out and may write it itself, for example as the name of a command.
  expect_well_formed(said.content(), input.contains(token));
}

} // namespace unify_ls::fuzz
