#pragma once

#include "server/base/error.h"
#include "server/base/task.h"
#include "server/state/journal_run.h"

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// Those who hear of runs.
namespace unify_ls::runs {

/// A sign of life while something takes its time. It ends when it is destroyed.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void report(std::string_view message) = 0;
};

/// Why following ended.
enum class FollowEnd {
  run_ended,
  unreadable, ///< the platform does not show this run here, or not to this token
  given_up,   ///< too long, or the platform was unreachable for too long
};

struct Followed {
  state::JournalRun run; ///< as last known
  FollowEnd end = FollowEnd::run_ended;
  std::optional<Error> error{};
};

/// "FAILED: deploy.yaml on main: what the platform said of it <url>": the end of a run in a sentence. Safe to
/// be shown.
std::string end_sentence(const Followed& followed);

/// Whoever is at this process: an editor, or a person at a terminal.
class Audience {
 public:
  virtual ~Audience() = default;

  /// What is known of a run, or who follows it, has changed.
  virtual void changed(const state::JournalRun& run) = 0;

  /// It runs at another commit than `shown`, which the person confirmed. Once for each run.
  virtual void runs_elsewhere(const state::JournalRun& run, std::string_view shown) = 0;

  /// A run that is followed in the background cannot be read at present: `run.following_lost`. Once each
  /// time.
  virtual void lost(const state::JournalRun& run) = 0;

  /// Following in the background is over.
  virtual void ended(const Followed& followed) = 0;

  /// Null when none can be shown. `cancelled` is called when the person presses cancel.
  virtual Task<std::unique_ptr<Progress>> progress(const state::JournalRun& run,
                                                   std::optional<boost::json::value> token,
                                                   std::function<void()> cancelled) = 0;
};

} // namespace unify_ls::runs
