#include "tests/bench/probe/child.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace unify_ls::bench {
namespace {

[[noreturn]] void fail(const std::string& what, int code = 0) {
  throw std::runtime_error(code == 0 ? what : what + ": " + std::strerror(code));
}

/// Both ends; the child's comes first.
struct Pipe {
  int child;
  int ours;
};

Pipe make_pipe(bool child_reads) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("no pipe", errno);
  return child_reads ? Pipe{ends[0], ends[1]} : Pipe{ends[1], ends[0]};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// -1 for a stream means /dev/null.
pid_t spawn(const Program& program, int input, int output) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  const std::array<int, 3> streams = {input, output, -1};
  for (int number = 0; number < 3; ++number) {
    const int stream = streams[static_cast<std::size_t>(number)];
    if (stream >= 0)
      ::posix_spawn_file_actions_adddup2(&actions, stream, number);
    else
      ::posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0);
  }
  if (!program.folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions, program.folder.c_str());
  pid_t id = -1;
  const int failure = ::posix_spawn(&id, program.command.front().c_str(), &actions, nullptr,
                                    pointers(program.command).data(), pointers(program.environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) fail("cannot start " + program.command.front(), failure);
  return id;
}

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

Cost reap(pid_t id) {
  int status = 0;
  rusage usage{};
  if (::wait4(id, &status, 0, &usage) != id) fail("cannot wait", errno);
  return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          .cpu_ms = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
          .faults = usage.ru_minflt};
}

void wait_until_ready(pollfd* descriptors, nfds_t count) {
  const auto limit = static_cast<int>(std::chrono::milliseconds(patience).count());
  const int ready = ::poll(descriptors, count, limit);
  if (ready == 0) fail("nothing happened for two minutes");
  if (ready < 0 && errno != EINTR) fail("poll", errno);
}

} // namespace

Child::Child(const Program& program) {
  const Pipe input = make_pipe(true);
  const Pipe output = make_pipe(false);
  started_ = Clock::now();
  id_ = spawn(program, input.child, output.child);
  ::close(input.child);
  ::close(output.child);
  input_ = input.ours;
  output_ = output.ours;
  ::fcntl(input_, F_SETFL, O_NONBLOCK);
  ::fcntl(output_, F_SETFL, O_NONBLOCK);
}

Child::~Child() {
  close_input();
  ::close(output_);
  if (id_ < 0) return;
  ::kill(id_, SIGKILL);
  ::waitpid(id_, nullptr, 0);
}

void Child::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(input_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (errno != EAGAIN && errno != EINTR) fail("it does not read", errno);
    std::array<pollfd, 2> both{{{input_, POLLOUT, 0}, {output_, POLLIN, 0}}};
    wait_until_ready(both.data(), both.size());
    if (both[1].revents != 0) read_some();
  }
}

Child::Message Child::next_message() {
  Message message;
  while (!take_message(message)) {
    if (ended_) fail("it ended without an answer");
    pollfd readable{output_, POLLIN, 0};
    wait_until_ready(&readable, 1);
    read_some();
  }
  return message;
}

void Child::read_some() {
  std::array<char, 65536> bytes;
  const ssize_t length = ::read(output_, bytes.data(), bytes.size());
  arrived_ = Clock::now();
  if (length > 0)
    buffer_.append(bytes.data(), static_cast<std::size_t>(length));
  else if (length == 0)
    ended_ = true;
  else if (errno != EAGAIN && errno != EINTR)
    fail("it cannot be read", errno);
}

bool Child::take_message(Message& message) {
  const std::string_view rest = std::string_view(buffer_).substr(taken_);
  constexpr std::string_view name = "Content-Length: ";
  const std::size_t head = rest.find("\r\n\r\n");
  if (head == rest.npos) return false;
  const std::size_t at = rest.substr(0, head).find(name);
  if (at == rest.npos) fail("what it wrote has no Content-Length");
  std::size_t length = 0;
  std::from_chars(rest.data() + at + name.size(), rest.data() + head, length);
  if (rest.size() < head + 4 + length) return false;
  message.arrived = arrived_;
  message.body = boost::json::parse(rest.substr(head + 4, length)).as_object();
  taken_ += head + 4 + length;
  if (taken_ == buffer_.size()) {
    buffer_.clear();
    taken_ = 0;
  }
  return true;
}

void Child::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

Cost Child::wait() {
  const int end = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
  pollfd ended{end, POLLIN, 0};
  wait_until_ready(&ended, 1);
  ::close(end);
  return reap(std::exchange(id_, -1));
}

long Child::memory_kib(std::string_view name) const {
  std::ifstream status("/proc/" + std::to_string(id_) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return std::stol(line.substr(name.size() + 1));
  fail("/proc does not say " + std::string(name));
}

Cost run_to_its_end(const Program& program) { return reap(spawn(program, -1, -1)); }

std::string frame(std::string_view body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

} // namespace unify_ls::bench
