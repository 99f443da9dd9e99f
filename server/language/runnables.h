#pragma once

#include "server/base/clock.h"
#include "server/base/gate.h"
#include "server/language/analysis.h"
#include "server/workflow/checks/runnable.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace unify_ls::language {

/// For so long what is known of a repository is not asked for again.
inline constexpr std::chrono::milliseconds runnable_age{2000};

/// What can be started where the open run documents say, as it was when it was last asked for.
class Runnables {
 public:
  /// Null where it is not known yet for what the document says now.
  std::shared_ptr<const workflow::Runnable> known(const Analysis& analysis) const;

  bool is_fresh(const Analysis& analysis, SteadyTime now) const;

  void keep(const Analysis& analysis, workflow::Runnable runnable, SteadyTime now);

  /// Lets one question about a text be asked at a time.
  std::shared_ptr<Gate> gate(const std::string& uri);

  void forget(std::string_view uri);

 private:
  struct Kept {
    workflow::RunHead head;
    SteadyTime asked;
    std::shared_ptr<const workflow::Runnable> runnable;
  };

  const Kept* find(const Analysis& analysis) const;

  std::map<std::string, Kept, std::less<>> kept_;
  std::map<std::string, std::shared_ptr<Gate>, std::less<>> gates_;
};

} // namespace unify_ls::language
