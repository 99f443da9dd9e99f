#pragma once

#include "server/runs/follower.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>

namespace unify_ls::runs {

/// How long the answer waits for the outcome to be in the journal. It is written after that, too.
inline constexpr std::chrono::seconds outcome_patience{3};

/// A run on its way from this process to the platform: sent once, on its own, its outcome written down and
/// told, whether or not somebody still waits for it. Made with make_shared, because what is under way holds
/// it.
class Sending : public std::enable_shared_from_this<Sending> {
 public:
  /// A run that has begun in the record. Everything given outlives it.
  Sending(const Parts& parts, Record& record, Follower& follower, Run run)
      : parts_(parts),
        record_(record),
        follower_(follower),
        run_(std::move(run)),
        news_(parts.loop, asio::steady_timer::time_point::max()) {}

  /// Sends it through `api`, which outlives it, and then follows it where that is wanted. To be called once.
  void begin(platform::Api& api, platform::TriggerRequest trigger, bool follow,
             std::optional<boost::json::value> progress_token);

  /// Waits for the outcome: success when it was started. A cancel takes back what has not left yet, and then
  /// throws as usual; later it is answered with what is known, while the transfer goes on.
  Task<Result<>> outcome();

  const Run& run() const { return run_; }

  /// Whether the outcome is in the journal, or there is nothing to write it to.
  bool is_settled() const { return settled_; }

 private:
  Task<> send(platform::Api& api, platform::TriggerRequest trigger, bool follow,
              std::optional<boost::json::value> progress_token);
  platform::TriggerOutcome cut_off(const std::exception_ptr& failure);
  void note(platform::TriggerOutcome outcome);
  Task<> wait_for_news();

  const Parts& parts_;
  Record& record_;
  Follower& follower_;
  Run run_;
  std::shared_ptr<http::Recall> recall_ = std::make_shared<http::Recall>();
  TaskGroup::Id task_ = 0;
  std::optional<Result<>> outcome_{}; ///< for who waits
  bool settled_ = false;
  bool awaited_ = true;     ///< the caller still waits
  asio::steady_timer news_; ///< cancelled whenever something above has changed
};

} // namespace unify_ls::runs
