#include "server/base/process.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace unify_ls {
namespace {

/// How often we look where the system cannot tell us of a process's end.
constexpr std::chrono::seconds parent_poll_interval{3};

/// How long text for people waits for a reader that is slow before it is dropped.
constexpr int write_patience_ms = 1000;

/// The same for the log, whose lines are written between the turns of the loop; once, until the reader is
/// back.
constexpr int log_patience_ms = 5;

void open_missing_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
    // open() gives the lowest free number, which is the missing one. What is written to a stdout that nobody
    // has is lost, and to be noticed; what is told on stderr is not.
    if (::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY) != descriptor) std::abort();
  }
}

int open_process(int process_id) {
#ifdef SYS_pidfd_open
  return static_cast<int>(::syscall(SYS_pidfd_open, process_id, 0));
#else
  errno = ENOSYS;
  return -1;
#endif
}

Task<> poll_for_end_of(int process_id) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (is_running(process_id)) {
    timer.expires_after(parent_poll_interval);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

} // namespace

bool is_running(int process_id) { return process_id > 0 && (::kill(process_id, 0) == 0 || errno == EPERM); }

void harden_process() {
  open_missing_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN); // a limit on the size of files is an error of the write, as a full disk is
  if (environment_variable("UNIFY_LS_DEBUGGABLE")) return;
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

bool write_whole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      pollfd ready{descriptor, POLLOUT, 0};
      if (::poll(&ready, 1, write_patience_ms) > 0) continue;
    }
    return false;
  }
  return true;
}

bool write_to_stdout(std::string_view text) { return write_whole(STDOUT_FILENO, text); }

void write_to_stderr(std::string_view text) { write_whole(STDERR_FILENO, text); }

int open_log_file(const std::string& path) {
  // O_NONBLOCK: opening a pipe waits for its reader, and a full one would hold the loop at each line.
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
  struct stat info{};
  const bool fit = file >= 0 && ::fstat(file, &info) == 0 && (S_ISREG(info.st_mode) || S_ISCHR(info.st_mode));
  if (fit) return file;
  if (file >= 0) ::close(file);
  return -1;
}

void write_or_drop(int descriptor, std::string_view line) {
  static bool reader_is_slow = false;
  while (!line.empty()) {
    pollfd ready{descriptor, POLLOUT, 0};
    const int patience = reader_is_slow ? 0 : log_patience_ms;
    reader_is_slow = ::poll(&ready, 1, patience) == 0;
    if (reader_is_slow) return;
    // What is ready takes at least this much without waiting.
    const ssize_t written = ::write(descriptor, line.data(), std::min<std::size_t>(line.size(), PIPE_BUF));
    if (written <= 0 && errno != EINTR) return;
    if (written > 0) line.remove_prefix(static_cast<std::size_t>(written));
  }
}

int stderr_descriptor() { return STDERR_FILENO; }

int take_stdin() { return ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3); }

int take_stdout() {
  const int own = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (own >= 0) ::dup2(STDERR_FILENO, STDOUT_FILENO);
  return own;
}

Task<> wait_for_end_of(int process_id) {
  const int process = open_process(process_id);
  if (process < 0) {
    if (errno != ESRCH) co_await poll_for_end_of(process_id);
    co_return;
  }
  asio::posix::stream_descriptor ended(co_await asio::this_coro::executor, process);
  co_await ended.async_wait(asio::posix::descriptor_base::wait_read, asio::use_awaitable);
}

bool take_from_environment(const char* name, const std::function<void(std::string_view)>& take) {
  const char* value = std::getenv(name);
  const bool given = value != nullptr && *value != '\0';
  if (given) take(value);
  // unsetenv alone leaves the bytes in place, where /proc/<pid>/environ still shows them: of every entry of
  // that name, since whoever started us may have put it there twice.
  const std::string prefix = std::string(name) + '=';
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with(prefix)) continue;
    char* const bytes = *entry + prefix.size();
    ::explicit_bzero(bytes, std::strlen(bytes));
  }
  ::unsetenv(name);
  return given;
}

std::optional<std::string> environment_variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

std::vector<int> ending_signals() { return {SIGTERM, SIGINT, SIGHUP}; }

void leave_at_once(int exit_code) { ::_exit(exit_code); }

bool stdin_is_terminal() { return is_terminal(STDIN_FILENO); }

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::string own_program_path() {
  std::array<char, 4096> path{};
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0 || static_cast<std::size_t>(length) == path.size()) return {};
  return {path.data(), static_cast<std::size_t>(length)};
}

} // namespace unify_ls
