#pragma once

#include "tests/simulator/model/time.h"
#include "tests/simulator/model/world.h"

#include <deque>

namespace unify_ls::simulator {

struct Run {
  std::string id;
  std::string automation_id; ///< the platform's own word for a workflow
  std::string component_id;
  std::string organization_id;
  std::string workflow_file;
  std::string branch;
  json::object inputs;
  std::uint32_t number = 0;
  Time started;
  std::optional<Time> ended;
  Steps steps;
  std::uint32_t reads = 0;
  /// The step that the run has reached, or that a test has put it at.
  Step now;
  bool held = false;      ///< a test has set the status: steps count no more
  bool forgotten = false; ///< reading it answers 404
};

/// The step that a run has reached. Steps are taken in order: one that is not due yet holds back the later
/// ones.
Step step_at(const Steps& steps, std::uint32_t reads, std::chrono::milliseconds since_start);

/// Whether the status ends a run by itself. Which ones do is not published; this is the reading that the
/// project's documentation of the platform gives.
bool ends_run(std::string_view status);

/// Every run that was started since the simulator began, oldest first.
class Runs {
 public:
  Run& start(const World& world, const Component& component, std::string workflow_file, std::string branch,
             json::object inputs, Time now);

  /// One poll: moves the run by its steps, then counts the reading. Null when unknown or forgotten.
  const Run* read(std::string_view id, Time now);

  /// Looks without moving anything.
  Run* find(std::string_view id);

  const std::deque<Run>& all() const { return runs_; }

  /// Puts the run at a status and holds it there.
  void hold(Run& run, Step step, Time now);

  void clear() { runs_.clear(); }

 private:
  std::deque<Run> runs_; // a deque: references stay good while it grows
  std::uint32_t last_number_ = 0;
};

} // namespace unify_ls::simulator
