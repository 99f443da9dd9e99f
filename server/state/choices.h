#pragma once

#include "server/state/component_record.h"
#include "server/state/state.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::state {

/// Where a choice holds: one repository with one platform. A choice made there says nothing about another.
struct ChoicePlace {
  std::string folder; ///< canonical root of the repository
  std::string origin; ///< of the API
};

/// What a person decided and is not to be asked again. For the loop's thread.
class Choices {
 public:
  /// `state` has to outlive this.
  explicit Choices(State& state) : state_(&state) {}

  /// The component picked for this place.
  Result<std::optional<ComponentRecord>> component(const ChoicePlace& place) const;
  Result<> save_component(const ChoicePlace& place, const ComponentRecord& component);
  Result<> forget_component(const ChoicePlace& place);

  /// What was answered to "these settings of the folder name a component of another repository: use it?";
  /// nothing when it was not asked yet.
  Result<std::optional<bool>> component_answer(const ChoicePlace& place, std::string_view component_id) const;
  Result<> save_component_answer(const ChoicePlace& place, std::string_view component_id, bool accepted);

  /// Whether a person has confirmed a run of this component here, from when on `confirm: never` counts.
  Result<bool> was_confirmed(const ChoicePlace& place, std::string_view component_id) const;
  Result<> mark_confirmed(const ChoicePlace& place, std::string_view component_id);

 private:
  Result<> run(std::string_view sql, std::initializer_list<SqlValue> values);

  State* state_;
};

} // namespace unify_ls::state
