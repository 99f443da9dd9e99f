#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <string_view>

namespace unify_ls {

namespace asio = boost::asio;

class Log;

/// Work on the one loop of the program. A cancelled task ends by
/// boost::system::system_error(operation_aborted), thrown from whatever it was waiting for.
template <class T = void> using Task = asio::awaitable<T>;

/// Starts `task` on its own. An exception that leaves it is a bug: it is logged with `what` and ends that
/// task only. (asio::detached would swallow it.)
void spawn(asio::io_context& loop, Log& log, std::string_view what, Task<> task);

} // namespace unify_ls
