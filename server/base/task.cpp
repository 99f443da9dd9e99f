#include "server/base/task.h"

#include "server/base/log.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <string>

namespace unify_ls {

void spawn(asio::io_context& loop, Log& log, std::string_view what, Task<> task) {
  asio::co_spawn(loop, std::move(task), [&log, what = std::string(what)](const std::exception_ptr& failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
      if (error.code() != asio::error::operation_aborted) log.error("{}: {}", what, error.what());
    } catch (const std::exception& error) {
      log.error("{}: {}", what, error.what());
    }
  });
}

} // namespace unify_ls
