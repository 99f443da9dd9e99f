#pragma once

#include "server/base/task.h"

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

/// The two pipes to the editor. The only place that writes to our stdout.
namespace unify_ls::rpc {

/// Above this many waiting bytes we stop reading requests until the client has read some of its answers.
inline constexpr std::size_t outgoing_high_water = 4U << 20U;

/// Above this many the client has stopped reading for good, and the connection ends.
inline constexpr std::size_t outgoing_limit = 64U << 20U;

/// Bytes in and frames out, through private copies of the descriptors. Pipes, terminals, files and /dev/null
/// work.
class Stdio {
 public:
  /// Takes both descriptors over; their blocking mode is as before when this is destroyed.
  Stdio(asio::io_context& loop, int input, int output);
  ~Stdio();
  Stdio(const Stdio&) = delete;
  Stdio& operator=(const Stdio&) = delete;

  /// The next bytes; empty at the end of input, and when nobody reads what we write. Waits first while too
  /// much is unread by the client.
  Task<std::string> read();

  /// Queues bytes that are written in one go and in order. False when the client has gone away or, with
  /// outgoing_limit unread, is given up.
  bool write(std::string bytes);

  /// Writes what is queued, until cancelled or until the reader has gone away. Run once, beside read().
  Task<> pump();

  /// Returns when everything queued has been written, or cannot be.
  Task<> flushed();

  /// Notices when the reader goes away although nothing is written. Returns then, or when it cannot be
  /// noticed, as of a file. Run once, beside read().
  Task<> watch_reader();

  /// Whether nothing can be written any more: the client has gone away, or is given up.
  bool is_broken() const { return broken_; }

  /// Whether something was to be written and could not be.
  bool has_lost_bytes() const { return lost_; }

 private:
  Task<> wait_for_change();
  void give_up();

  struct Descriptors;
  std::unique_ptr<Descriptors> descriptors_;
  std::deque<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  bool broken_;
  bool lost_ = false;
  asio::steady_timer changed_; ///< never expires; cancelled whenever the queue changes
};

} // namespace unify_ls::rpc
