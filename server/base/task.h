#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>

namespace unify_ls {

namespace asio = boost::asio;

class Log;

/// Work on the one loop of the program. A cancelled task ends by
/// boost::system::system_error(operation_aborted), thrown from whatever it was waiting for.
template <class T = void> using Task = asio::awaitable<T>;

/// Starts `task` on its own. An exception that leaves it is a bug: it is logged with `what` and ends that
/// task only. (asio::detached would swallow it.) Prefer a TaskGroup, which can end what it started.
void spawn(asio::io_context& loop, Log& log, std::string_view what, Task<> task);

/// Tasks that run on their own and are ended together. It must outlive the loop's last run. Loop thread only.
class TaskGroup {
 public:
  using Id = std::uint64_t;

  TaskGroup(asio::io_context& loop, Log& log) : loop_(loop), log_(log) {}

  /// Starts `task`. `ended` is called when it is over, however it ended.
  Id spawn(std::string_view what, Task<> task, std::function<void()> ended = {});

  /// Asks a task to end; nothing happens when it has ended already.
  void cancel(Id id);
  void cancel_all();

  std::size_t running() const { return tasks_.size(); }

 private:
  asio::io_context& loop_;
  Log& log_;
  Id next_ = 1;
  std::map<Id, std::unique_ptr<asio::cancellation_signal>> tasks_;
};

} // namespace unify_ls
