#pragma once

#include "server/base/task.h"
#include "server/runs/run.h"

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// Those who hear of runs.
namespace unify_ls::runs {

/// Progress of something that takes time, as an editor or a terminal shows it. It ends when it is destroyed.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void report(std::string_view message) = 0;
};

/// Who hears of runs in this process: an editor, or a person at a terminal.
class Audience {
 public:
  virtual ~Audience() = default;

  /// What is known of a run, or who follows it, has changed.
  virtual void changed(const Run& run) = 0;

  /// It runs at another commit than `shown`, which the person confirmed. Once for each run.
  virtual void runs_elsewhere(const Run& run, std::string_view shown) = 0;

  /// A run that is followed in the background cannot be read at present: `run.following_lost`. Once each
  /// time.
  virtual void lost(const Run& run) = 0;

  /// The answer to a request came after the person had stopped waiting for it.
  virtual void answered_late(const Run& run) = 0;

  /// Following in the background is over.
  virtual void ended(const Followed& followed) = 0;

  /// Null when none can be shown. `cancelled` is called when the person presses cancel.
  virtual Task<std::unique_ptr<Progress>> progress(const Run& run, std::optional<boost::json::value> token,
                                                   std::function<void()> cancelled) = 0;
};

} // namespace unify_ls::runs
