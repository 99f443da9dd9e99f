#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/base/task.h"
#include "server/http/transport.h"

#include <boost/json/value.hpp>

#include <chrono>
#include <string>

namespace unify_ls::platform {

/// How often one read is asked again because the platform asks to slow down, and how long that may take in
/// all; after that it fails as rateLimited.
inline constexpr int slow_down_limit = 4;
inline constexpr std::chrono::seconds slow_down_budget{60};
/// The first wait where the platform does not say how long; each further one is twice as long, up to a limit.
inline constexpr std::chrono::seconds first_wait{1};
inline constexpr std::chrono::seconds longest_own_wait{64};

/// How long one read lets itself be put off.
struct Endurance {
  int slow_downs = slow_down_limit;
  std::chrono::seconds budget = slow_down_budget;
};

/// Of who waits for hours anyway and must not come back before the time that the platform named.
inline constexpr Endurance long_endurance{.slow_downs = 32, .budget = std::chrono::hours(4)};

/// How often a read is asked again because the connection failed.
inline constexpr int reconnect_limit = 1;

/// Reads from the platform with patience: a read changes nothing, so it may be asked again.
class Reader {
 public:
  Reader(http::Transport& transport, Clock& clock, credentials::Patience patience)
      : transport_(transport),
        clock_(clock),
        patience_(patience) {}

  /// A whole 2xx answer, or what went wrong at last.
  Task<Result<http::Response>> response(std::string target, Endurance endurance = {});

  /// The same as JSON that says of no error.
  Task<Result<boost::json::value>> json(std::string target, Endurance endurance = {});

  /// What a whole 2xx answer holds; fails where that cannot be read, or tells of an error in spite of its
  /// status.
  Result<boost::json::value> content_of(const http::Response& answer) const;

  const http::Origin& host() const { return transport_.base().origin; }

 private:
  http::Transport& transport_;
  Clock& clock_;
  credentials::Patience patience_;
};

} // namespace unify_ls::platform
