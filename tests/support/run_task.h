#pragma once

#include "server/base/error.h"
#include "server/base/task.h"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace unify_ls::testing {

/// Runs a task on a loop of its own until it has ended, and gives its value. What it throws is thrown again.
template <class T> T run_task(Task<T> task) {
  asio::io_context loop(1);
  std::exception_ptr thrown;
  std::optional<T> value;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error, T result) {
    thrown = std::move(error);
    value = std::move(result);
  });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*value);
}

inline void run_task(Task<> task) {
  asio::io_context loop(1);
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error) { thrown = std::move(error); });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
}

/// The value of a result that must be one. An error fails the test with its message.
template <class T> T must(Result<T> result) {
  if (!result) throw std::runtime_error("unexpected error: " + result.error().message);
  return std::move(*result);
}

} // namespace unify_ls::testing
