#pragma once

#include "server/credentials/store.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::testing {

/// A store in memory that does as it is told.
class FakeStore final : public credentials::TokenStore {
 public:
  explicit FakeStore(std::string_view name = "fake") : name_(name) {}

  credentials::StoreState how{};
  std::optional<Error> failure{};
  std::map<std::string, std::string, std::less<>> tokens{};
  int reads = 0;
  int states = 0;
  /// What a call of get waits for, if anything: a timer that a test cancels to let it go on.
  asio::steady_timer* gate = nullptr;
  /// Called when a get begins.
  std::function<void(credentials::Patience)> on_get = [](credentials::Patience) {};

  std::string_view name() const override { return name_; }

  Task<Result<std::optional<credentials::Secret>>> get(std::string_view origin,
                                                       credentials::Patience patience) override {
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

  Task<Result<void>> put(std::string_view origin, const credentials::Secret& token,
                         credentials::Patience) override {
    if (failure) co_return fail(*failure);
    tokens[std::string(origin)] = token.reveal();
    co_return Result<void>();
  }

  Task<Result<bool>> erase(std::string_view origin, credentials::Patience) override {
    if (failure) co_return fail(*failure);
    co_return tokens.erase(std::string(origin)) > 0;
  }

  Task<credentials::StoreState> state(credentials::Patience) override {
    ++states;
    co_return how;
  }

 private:
  std::string_view name_;
};

} // namespace unify_ls::testing
