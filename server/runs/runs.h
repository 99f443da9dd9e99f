#pragma once

#include "server/runs/sending.h"

#include <memory>

namespace unify_ls::runs {

/// The runs of this machine, as one object: what is written down of them, who follows them, and the way out
/// for a new one. Loop thread only.
class Runs {
 public:
  explicit Runs(Parts parts) : parts_(std::move(parts)) {}

  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;

  Record& record() { return record_; }

  const Journal& journal() const { return record_.journal(); }

  Follower& follower() { return follower_; }

  /// On its way to the platform; see Sending::begin.
  std::shared_ptr<Sending> send(Run run) {
    return std::make_shared<Sending>(parts_, record_, follower_, std::move(run));
  }

 private:
  Parts parts_;
  Record record_{parts_};
  Follower follower_{parts_, record_};
};

} // namespace unify_ls::runs
