#include "server/base/task.h"

#include "server/base/cancelled.h"
#include "server/base/log.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <string>
#include <vector>

namespace unify_ls {
namespace {

void log_failure(Log& log, std::string_view what, const std::exception_ptr& failure) {
  if (!failure || is_cancellation(failure)) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    log.error("{}: {}", what, error.what());
  }
}

} // namespace

void spawn(asio::io_context& loop, Log& log, std::string_view what, Task<> task) {
  asio::co_spawn(loop, std::move(task), [&log, what = std::string(what)](const std::exception_ptr& failure) {
    log_failure(log, what, failure);
  });
}

TaskGroup::Id TaskGroup::spawn(std::string_view what, Task<> task, std::function<void()> ended) {
  const Id id = next_++;
  auto& signal = tasks_[id] = std::make_unique<asio::cancellation_signal>();
  asio::co_spawn(loop_, std::move(task),
                 asio::bind_cancellation_slot(signal->slot(),
                                              [this, id, what = std::string(what),
                                               ended = std::move(ended)](const std::exception_ptr& failure) {
                                                log_failure(log_, what, failure);
                                                if (ended) ended();
                                                tasks_.erase(id);
                                              }));
  return id;
}

void TaskGroup::cancel(Id id) {
  // Posted, because a task may not be cancelled from inside its own call stack.
  asio::post(loop_, [this, id] {
    if (const auto found = tasks_.find(id); found != tasks_.end())
      found->second->emit(asio::cancellation_type::terminal);
  });
}

void TaskGroup::cancel_all() {
  for (const auto& [id, signal] : tasks_) cancel(id);
}

} // namespace unify_ls
