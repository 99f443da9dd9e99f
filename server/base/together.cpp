#include "server/base/together.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace unify_ls {
namespace {

using Order = std::vector<std::size_t>;
using Failures = std::vector<std::exception_ptr>;

/// Starts `tasks` and waits until all have ended: in which order they did, and what each threw. `enough` says
/// which end cancels the others.
template <class Condition>
Task<std::tuple<Order, Failures>> run_group(std::vector<Task<>> tasks, Condition enough) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto start = [&](Task<>& task) { return asio::co_spawn(executor, std::move(task), asio::deferred); };
  std::vector<decltype(start(tasks.front()))> operations;
  operations.reserve(tasks.size());
  for (Task<>& task : tasks) operations.push_back(start(task));
  auto group = asio::experimental::make_parallel_group(std::move(operations));
  auto [order, failures] = co_await group.async_wait(enough, asio::use_awaitable);
  co_return std::tuple(std::move(order), std::move(failures));
}

} // namespace

Task<> all_of(std::vector<Task<>> tasks) {
  if (tasks.empty()) co_return; // a group of none would never complete
  const auto [order, failures] =
      co_await run_group(std::move(tasks), asio::experimental::wait_for_one_error());
  for (const std::size_t index : order)
    if (failures[index]) std::rethrow_exception(failures[index]);
}

Task<std::size_t> first_of(std::vector<Task<>> tasks) {
  const auto [order, failures] = co_await run_group(std::move(tasks), asio::experimental::wait_for_one());
  const std::size_t first = order.front();
  if (failures[first]) std::rethrow_exception(failures[first]);
  co_return first;
}

} // namespace unify_ls
