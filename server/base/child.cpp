#include "server/base/child.h"

#include "server/base/process.h"
#include "server/base/together.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unify_ls {
namespace {

using asio::posix::stream_descriptor;

constexpr std::size_t errors_limit = 64U << 10U;
constexpr std::size_t reserve_limit = 64U << 10U;
/// Output that has grown to this gets all the room it may take at once: each move to larger memory would hold
/// the loop longer than the one before.
constexpr std::size_t large_output = 1U << 20U;

/// A child that has ended may leave a daemon behind that holds its pipes (git's credential cache does): how
/// long we read on for what is still in them.
constexpr std::chrono::milliseconds pipe_grace{200};

/// How long a killed child may take to go away.
constexpr std::chrono::milliseconds kill_grace{500};

void close_if_open(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

/// Both ends are -1 where the system gave none.
struct Pipe {
  Pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
    read = ends[0];
    write = ends[1];
  }

  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  ~Pipe() {
    close_if_open(read);
    close_if_open(write);
  }

  int read = -1;
  int write = -1;
};

/// Children that were killed and whose end nobody waits for. The system keeps an entry of each until somebody
/// has asked how it ended.
class Killed {
 public:
  static void add(pid_t id) {
    if (!gone(id)) waiting().push_back(id);
  }

  static void ask() { std::erase_if(waiting(), gone); }

 private:
  static bool gone(pid_t id) { return ::waitpid(id, nullptr, WNOHANG) != 0; }

  static std::vector<pid_t>& waiting() {
    thread_local std::vector<pid_t> ids;
    return ids;
  }
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// The attributes of the child: its own group, every signal at its default and none blocked.
class SpawnSettings {
 public:
  SpawnSettings(const std::string& directory, int in, int out, int err) {
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawn_file_actions_init(&actions_);
    sigset_t all;
    sigset_t none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    ::posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
    ::posix_spawn_file_actions_adddup2(&actions_, in, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO);
    // Ours close by themselves, but the editor may have left us some of its own.
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }

  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  const posix_spawnattr_t* attributes() const { return &attributes_; }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawnattr_t attributes_{};
  posix_spawn_file_actions_t actions_{};
};

/// A started child and our ends of its pipes. Whatever happens, its group is killed and nothing of it is
/// left.
class RunningChild {
 public:
  RunningChild() = default;
  RunningChild(const RunningChild&) = delete;
  RunningChild& operator=(const RunningChild&) = delete;

  ~RunningChild() {
    if (id > 0 && !reaped) {
      kill_group();
      Killed::add(id);
    }
    for (int* descriptor : {&in, &out, &err, &process}) close_if_open(*descriptor);
  }

  void kill_group() const { ::kill(-id, SIGKILL); }

  pid_t id = -1;
  bool reaped = false;
  int in = -1;
  int out = -1;
  int err = -1;
  int process = -1;
};

/// Whether a call failed for want of what the system has to give, not for what was asked.
bool is_for_want(int error) {
  return error == EMFILE || error == ENFILE || error == ENOMEM || error == EAGAIN || error == ENOSPC;
}

/// Nothing when it was started, else why not.
std::optional<ChildEnd> start(ChildProgram& program, RunningChild& child) {
  Killed::ask();
  Pipe in;
  Pipe out;
  Pipe err;
  if (in.read < 0 || out.read < 0 || err.read < 0) return ChildEnd::no_room;
  const SpawnSettings settings(program.directory, in.read, out.write, err.write);
  std::vector<std::string> words{program.path};
  words.insert(words.end(), program.arguments.begin(), program.arguments.end());
  const std::vector<char*> arguments = pointers_to(words);
  const std::vector<char*> environment = pointers_to(program.environment);
  const int failure = ::posix_spawn(&child.id, program.path.c_str(), settings.actions(),
                                    settings.attributes(), arguments.data(), environment.data());
  if (failure != 0) {
    child.id = -1;
    return is_for_want(failure) ? ChildEnd::no_room : ChildEnd::not_started;
  }
  child.in = std::exchange(in.write, -1);
  child.out = std::exchange(out.read, -1);
  child.err = std::exchange(err.read, -1);
  child.process = static_cast<int>(::syscall(SYS_pidfd_open, child.id, 0));
  if (child.process < 0) return ChildEnd::no_room;
  return std::nullopt;
}

/// Takes the descriptor over, so that it is closed exactly once.
stream_descriptor adopt(const asio::any_io_executor& executor, int& descriptor) {
  stream_descriptor adopted(executor, descriptor);
  descriptor = -1;
  return adopted;
}

Task<> feed(stream_descriptor in, std::span<const char> input) {
  boost::system::error_code ignored; // a child that does not read its input has its reasons
  co_await asio::async_write(in, asio::buffer(input.data(), input.size()),
                             asio::redirect_error(asio::use_awaitable, ignored));
}

/// Overwrites what is left in these bytes at the end of its life, however that comes: it may have been a
/// secret.
class WipedAtTheEnd {
 public:
  explicit WipedAtTheEnd(std::span<char> bytes) : bytes_(bytes) {}

  WipedAtTheEnd(const WipedAtTheEnd&) = delete;
  WipedAtTheEnd& operator=(const WipedAtTheEnd&) = delete;

  ~WipedAtTheEnd() { ::explicit_bzero(bytes_.data(), bytes_.size()); }

 private:
  std::span<char> bytes_;
};

/// Reads to the end. What is over the limit is dropped, and `overflow` is called once.
Task<> collect(stream_descriptor from, std::string& into, std::size_t limit, std::function<void()> overflow) {
  into.reserve(std::min(limit, reserve_limit));
  std::array<char, 16384> chunk; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the read
  const WipedAtTheEnd wiped(chunk);
  boost::system::error_code end;
  while (!end) {
    const std::size_t count =
        co_await from.async_read_some(asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, end));
    if (into.size() >= large_output) into.reserve(limit);
    const std::size_t room = limit - into.size();
    into.append(chunk.data(), std::min(count, room));
    if (count > room && overflow) std::exchange(overflow, nullptr)();
  }
}

/// An outcome whose output goes to nobody when the caller is cancelled.
struct Unfinished {
  Unfinished() = default;
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  ~Unfinished() { ::explicit_bzero(outcome.output.data(), outcome.output.size()); }

  ChildOutcome outcome;
};

Task<> wait_for_end(stream_descriptor& ended) {
  co_await ended.async_wait(stream_descriptor::wait_read, asio::use_awaitable);
}

Task<> wait_for_all(std::vector<Task<>> pipes, stream_descriptor& ended) {
  co_await all_of(std::move(pipes));
  co_await wait_for_end(ended);
}

Task<> wait_for_end_and_grace(stream_descriptor& ended) {
  co_await wait_for_end(ended);
  asio::steady_timer grace(ended.get_executor(), pipe_grace);
  co_await grace.async_wait(asio::use_awaitable);
}

Task<> wait_until(asio::steady_timer::time_point time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

void reap(RunningChild& child, ChildOutcome& outcome) {
  siginfo_t info{};
  const int asked = ::waitid(P_PID, static_cast<id_t>(child.id), &info, WEXITED | WNOHANG);
  if (asked != 0 || info.si_pid == 0) return;
  child.reaped = true;
  if (outcome.end != ChildEnd::not_started) return; // we killed it, and know why
  outcome.end = info.si_code == CLD_EXITED ? ChildEnd::exited : ChildEnd::signalled;
  outcome.exit_code = info.si_code == CLD_EXITED ? info.si_status : -1;
}

} // namespace

Task<ChildOutcome> run_child(ChildProgram program) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  Unfinished unfinished;
  ChildOutcome& outcome = unfinished.outcome;
  RunningChild child;
  if (const std::optional<ChildEnd> obstacle = start(program, child)) {
    outcome.end = *obstacle;
    co_return std::move(outcome);
  }

  asio::steady_timer deadline(executor, program.deadline);
  // A timer that has expired cannot be cancelled any more: its handler may run after we have returned.
  const auto here = std::make_shared<bool>(true);
  deadline.async_wait([&, here = std::weak_ptr(here)](const boost::system::error_code& cancelled) {
    if (cancelled || here.expired()) return;
    outcome.end = ChildEnd::deadline;
    child.kill_group();
  });
  const auto overflow = [&] {
    outcome.end = ChildEnd::output_limit;
    child.kill_group();
  };

  stream_descriptor ended = adopt(executor, child.process);
  std::vector<Task<>> pipes;
  pipes.push_back(feed(adopt(executor, child.in), program.input));
  pipes.push_back(collect(adopt(executor, child.out), outcome.output, program.output_limit, overflow));
  pipes.push_back(collect(adopt(executor, child.err), outcome.errors, errors_limit, nullptr));
  std::vector<Task<>> ends;
  ends.push_back(wait_for_all(std::move(pipes), ended));
  ends.push_back(wait_for_end_and_grace(ended));
  ends.push_back(wait_until(deadline.expiry() + kill_grace));
  co_await first_of(std::move(ends));
  deadline.cancel();
  reap(child, outcome);
  co_return std::move(outcome);
}

std::string find_program(std::string_view name) {
  const std::string path = environment_variable("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    const std::string_view folder = rest.substr(0, colon);
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    if (!folder.starts_with('/')) continue;
    std::string candidate = std::string(folder) + "/" + std::string(name);
    struct stat info{};
    if (::stat(candidate.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
        ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return {};
}

} // namespace unify_ls
