#pragma once

#include <boost/json.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace unify_ls::bench {

using Clock = std::chrono::steady_clock;

/// How long anything may take before the measurement is given up.
constexpr std::chrono::seconds patience{120};

struct Program {
  std::vector<std::string> command;     ///< the first is the path of the program
  std::vector<std::string> environment; ///< "NAME=value", and nothing else
  std::string folder;                   ///< its working directory; empty for ours
};

/// What a program has cost when it is gone.
struct Cost {
  int exit_code = 0; ///< -1 when a signal ended it
  double cpu_ms = 0; ///< user and system time
  long faults = 0;   ///< pages it touched for the first time
};

/// A language server as a child: started with posix_spawn, which costs the same however large we are, and
/// talked to without threads, so that what is measured is the server. Throws std::runtime_error whenever it
/// does not behave.
class Child {
 public:
  explicit Child(const Program& program);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  Clock::time_point started() const { return started_; }

  /// Writes the bytes, reading whatever arrives meanwhile, so that neither side can block the other.
  void write(std::string_view bytes);

  struct Message {
    boost::json::object body;
    Clock::time_point arrived;
  };

  /// The next message, in order.
  Message next_message();

  void close_input();

  /// Waits for its end.
  Cost wait();

  /// A line of /proc/<pid>/status that counts in kB, such as VmRSS.
  long memory_kib(std::string_view name) const;

 private:
  bool take_message(Message& message);
  void read_some();

  Clock::time_point started_;
  pid_t id_ = -1;
  int input_ = -1;
  int output_ = -1;
  bool ended_ = false;
  std::string buffer_;
  std::size_t taken_ = 0;
  Clock::time_point arrived_;
};

/// Starts a program that does its work and ends, and waits for it. Its output is thrown away.
Cost run_to_its_end(const Program& program);

/// The body with its header.
std::string frame(std::string_view body);

} // namespace unify_ls::bench
