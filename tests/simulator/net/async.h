#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace unify_ls::simulator {

namespace asio = boost::asio;

template <typename Value> using Task = asio::awaitable<Value>;

/// Awaiting with this gives the error code as a value beside the result.
inline constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

} // namespace unify_ls::simulator
