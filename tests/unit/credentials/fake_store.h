#pragma once

#include "server/credentials/store.h"

#include <boost/asio/steady_timer.hpp>

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
                                                       credentials::Patience patience) override;
  Task<Result<void>> put(std::string_view origin, const credentials::Secret& token,
                         credentials::Patience) override;
  Task<Result<bool>> erase(std::string_view origin, credentials::Patience) override;
  Task<credentials::StoreState> state(credentials::Patience) override;

 private:
  std::string_view name_;
};

} // namespace unify_ls::testing
