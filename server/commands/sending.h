#pragma once

#include "server/commands/services.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>

namespace unify_ls::commands {

/// How long the answer waits for the outcome to be in the journal. It is written after that, too.
inline constexpr std::chrono::seconds outcome_patience{3};

/// A run on its way from this process to the platform: sent once, on its own, its outcome written down and
/// told, whether or not somebody still waits for it. Made with make_shared, because what is under way holds
/// it.
class Sending : public std::enable_shared_from_this<Sending> {
 public:
  /// A run that has begun in the journal. `services` outlive it.
  Sending(const Services& services, state::JournalRun run)
      : services_(services),
        run_(std::move(run)),
        news_(services.loop, asio::steady_timer::time_point::max()) {}

  /// Sends it, and then follows it where that is wanted. To be called once.
  void begin(platform::TriggerRequest trigger, bool follow, std::optional<json::value> progress_token);

  /// Waits for the outcome: success when it was started. A cancel takes back what has not left yet, and then
  /// throws as usual; later it is answered with what is known, while the transfer goes on.
  Task<Result<>> outcome();

  const state::JournalRun& run() const { return run_; }

  /// Whether the outcome is in the journal, or there is nothing to write it to.
  bool is_settled() const { return settled_; }

 private:
  Task<> send(platform::TriggerRequest trigger, bool follow, std::optional<json::value> progress_token);
  platform::TriggerOutcome cut_off(const std::exception_ptr& failure);
  void note(platform::TriggerOutcome outcome);
  void write_down();
  void tell_late_outcome();
  Task<> wait_for_news();

  const Services& services_;
  state::JournalRun run_;
  std::shared_ptr<http::Recall> recall_ = std::make_shared<http::Recall>();
  TaskGroup::Id task_ = 0;
  std::optional<platform::TriggerOutcome> outcome_{};
  bool settled_ = false;
  bool awaited_ = true;     ///< the caller still waits
  asio::steady_timer news_; ///< cancelled whenever something above has changed
};

} // namespace unify_ls::commands
