#pragma once

#include "server/base/error.h"
#include "server/base/task.h"

#include <optional>
#include <stdexcept>
#include <utility>

namespace unify_ls::testing {

/// Runs a task, and everything that it starts meanwhile, until nothing is left to do on the loop. What it
/// throws is thrown again.
void run_on(asio::io_context& loop, Task<> task);

template <class T> Task<> keep_value(Task<T> task, std::optional<T>& value) {
  value.emplace(co_await std::move(task));
}

/// Likewise, and gives its value.
template <class T> T run_on(asio::io_context& loop, Task<T> task) {
  std::optional<T> value;
  run_on(loop, keep_value(std::move(task), value));
  return *std::move(value);
}

/// On a loop of its own.
void run_task(Task<> task);

template <class T> T run_task(Task<T> task) {
  std::optional<T> value;
  run_task(keep_value(std::move(task), value));
  return *std::move(value);
}

/// The value of a result that must be one. An error fails the test with its message.
template <class T> T must(Result<T> result) {
  if (!result) throw std::runtime_error("unexpected error: " + result.error().message);
  return std::move(*result);
}

} // namespace unify_ls::testing
