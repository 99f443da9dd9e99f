#include "fake_store.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>

namespace unify_ls::testing {

using credentials::Patience;

Task<Result<std::optional<credentials::Secret>>> FakeStore::get(std::string_view origin, Patience patience) {
  ++reads;
  on_get(patience);
  if (gate != nullptr) {
    boost::system::error_code woken;
    co_await gate->async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  // Another hop, so that a cancelled call ends here as it would in a real store.
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  asio::steady_timer hop(executor, std::chrono::seconds(0));
  co_await hop.async_wait(asio::use_awaitable);
  if (failure) co_return fail(*failure);
  const auto found = tokens.find(origin);
  if (found == tokens.end()) co_return std::optional<credentials::Secret>();
  co_return std::optional(credentials::Secret(found->second));
}

Task<Result<void>> FakeStore::put(std::string_view origin, const credentials::Secret& token, Patience) {
  if (failure) co_return fail(*failure);
  tokens[std::string(origin)] = token.reveal();
  co_return Result<void>();
}

Task<Result<bool>> FakeStore::erase(std::string_view origin, Patience) {
  if (failure) co_return fail(*failure);
  co_return tokens.erase(std::string(origin)) > 0;
}

Task<credentials::StoreState> FakeStore::state(Patience) {
  ++states;
  co_return how;
}

} // namespace unify_ls::testing
