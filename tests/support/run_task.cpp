#include "run_task.h"

#include <boost/asio/co_spawn.hpp>

#include <exception>

namespace unify_ls::testing {

void run_on(asio::io_context& loop, Task<> task) {
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error) { thrown = std::move(error); });
  loop.run();
  loop.restart();
  if (thrown) std::rethrow_exception(thrown);
}

void run_task(Task<> task) {
  asio::io_context loop(1);
  run_on(loop, std::move(task));
}

} // namespace unify_ls::testing
