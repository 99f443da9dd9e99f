#include "server/language/runnables.h"

namespace unify_ls::language {

const Runnables::Kept* Runnables::find(const Analysis& analysis) const {
  const auto found = kept_.find(analysis.uri());
  return found == kept_.end() || found->second.head != analysis.run_head() ? nullptr : &found->second;
}

std::shared_ptr<const workflow::Runnable> Runnables::known(const Analysis& analysis) const {
  const Kept* kept = find(analysis);
  return kept == nullptr ? nullptr : kept->runnable;
}

bool Runnables::is_fresh(const Analysis& analysis, SteadyTime now) const {
  const Kept* kept = find(analysis);
  return kept != nullptr && now - kept->asked < runnable_age;
}

void Runnables::keep(const Analysis& analysis, workflow::Runnable runnable, SteadyTime now) {
  if (!analysis.run_head()) return;
  kept_.insert_or_assign(analysis.uri(),
                         Kept{.head = *analysis.run_head(),
                              .asked = now,
                              .runnable = std::make_shared<const workflow::Runnable>(std::move(runnable))});
}

std::shared_ptr<Gate> Runnables::gate(const std::string& uri) {
  std::shared_ptr<Gate>& gate = gates_[uri];
  if (gate == nullptr) gate = std::make_shared<Gate>(1);
  return gate;
}

void Runnables::forget(std::string_view uri) {
  if (const auto found = gates_.find(uri); found != gates_.end()) gates_.erase(found);
  if (const auto found = kept_.find(uri); found != kept_.end()) kept_.erase(found);
}

} // namespace unify_ls::language
