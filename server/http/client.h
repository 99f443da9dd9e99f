#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/credentials/token_source.h"
#include "server/http/transport.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace unify_ls::http {

/// An answer may have this many bytes, counted after decompression.
inline constexpr std::size_t body_limit = std::size_t{8} << 20U;
/// And its headers this many.
inline constexpr std::size_t head_limit = std::size_t{64} << 10U;
/// Name, connection, proxy and TLS together.
inline constexpr std::chrono::seconds connect_timeout{15};
/// A transfer that moves nothing for so long has died, however long the whole may take.
inline constexpr std::chrono::seconds stall_timeout{60};

struct ClientSettings {
  BaseUrl api;
  std::optional<std::string> proxy;   ///< else the usual proxy variables count; never for loopback
  std::optional<std::string> ca_file; ///< PEM; else what the system trusts
  std::chrono::seconds timeout{30};   ///< for a whole request
};

/// Sends requests to the one configured server and to nobody else. The only place that puts a token into a
/// request. Used on the loop's thread; must go before the loop does. libcurl is set up by the first request.
class Client final : public Transport {
 public:
  /// Keeps references to everything but the settings.
  Client(asio::io_context& loop, Clock& clock, Log& log, credentials::TokenSource& tokens,
         ClientSettings settings);
  ~Client() override;

  Task<Answer> send(Request request) override;

  const BaseUrl& base() const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace unify_ls::http
