#pragma once

#include "server/base/task.h"

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

/// Tasks side by side. Asio's own awaitable operators are not used: they instantiate a group of operations
/// for each combination of result types, which costs seconds a file.
namespace unify_ls {

/// Ends when all `tasks` have ended. The first that throws cancels the others; once they have ended too, what
/// it threw is thrown again. Cancelling it cancels all.
Task<> all_of(std::vector<Task<>> tasks);

/// Ends when one of `tasks`, at least one, has ended and the others, which it cancels, have too: the index of
/// the first. What the first threw is thrown again. Cancelling it cancels all.
Task<std::size_t> first_of(std::vector<Task<>> tasks);

/// Puts the result of `task` into `slot`, which outlives it.
template <class T> Task<> store_result(std::optional<T>& slot, Task<T> task) {
  slot.emplace(co_await std::move(task));
}

/// The results of all `tasks`, which run side by side as in all_of.
template <class... T> Task<std::tuple<T...>> together(Task<T>... tasks) {
  std::tuple<std::optional<T>...> slots;
  std::vector<Task<>> started;
  started.reserve(sizeof...(T));
  std::apply([&](auto&... slot) { (started.push_back(store_result(slot, std::move(tasks))), ...); }, slots);
  co_await all_of(std::move(started));
  co_return std::apply([](auto&... slot) { return std::tuple<T...>(std::move(*slot)...); }, slots);
}

/// The result of `work`; nothing when `limit` ended before it.
template <class T> Task<std::optional<T>> result_before(Task<> limit, Task<T> work) {
  std::optional<T> slot;
  std::vector<Task<>> both;
  both.push_back(store_result(slot, std::move(work)));
  both.push_back(std::move(limit));
  const std::size_t first = co_await first_of(std::move(both));
  if (first != 0) slot.reset(); // a task that is cancelled may still have come to a result
  co_return std::move(slot);
}

} // namespace unify_ls
