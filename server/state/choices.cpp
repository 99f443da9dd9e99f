#include "server/state/choices.h"

namespace unify_ls::state {

Result<std::optional<ComponentRecord>> Choices::component(const ChoicePlace& place) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows = (*database)->prepare("SELECT organization_id, component_id, component_name, repository_url"
                                   " FROM components WHERE folder = ?1 AND origin = ?2",
                                   {place.folder, place.origin});
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return ComponentRecord{.organization_id = rows->text(0),
                         .component_id = rows->text(1),
                         .name = rows->text(2),
                         .repository_url = rows->text(3)};
}

Result<> Choices::save_component(const ChoicePlace& place, const ComponentRecord& component) {
  return run(
      "INSERT OR REPLACE INTO components (folder, origin, organization_id, component_id, component_name,"
      " repository_url) VALUES (?, ?, ?, ?, ?, ?)",
      {place.folder, place.origin, component.organization_id, component.component_id, component.name,
       component.repository_url});
}

Result<> Choices::forget_component(const ChoicePlace& place) {
  return run("DELETE FROM components WHERE folder = ?1 AND origin = ?2", {place.folder, place.origin});
}

Result<std::optional<bool>> Choices::component_answer(const ChoicePlace& place,
                                                      std::string_view component_id) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows = (*database)->prepare(
      "SELECT accepted FROM component_answers WHERE folder = ?1 AND origin = ?2 AND component_id = ?3",
      {place.folder, place.origin, component_id});
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return rows->integer(0) != 0;
}

Result<> Choices::save_component_answer(const ChoicePlace& place, std::string_view component_id,
                                        bool accepted) {
  return run("INSERT OR REPLACE INTO component_answers (folder, origin, component_id, accepted)"
             " VALUES (?, ?, ?, ?)",
             {place.folder, place.origin, component_id, std::int64_t{accepted}});
}

Result<bool> Choices::was_confirmed(const ChoicePlace& place, std::string_view component_id) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  auto rows = (*database)->prepare(
      "SELECT 1 FROM confirmed_components WHERE folder = ?1 AND origin = ?2 AND component_id = ?3",
      {place.folder, place.origin, component_id});
  if (!rows) return fail(rows.error());
  return rows->step();
}

Result<> Choices::mark_confirmed(const ChoicePlace& place, std::string_view component_id) {
  return run("INSERT OR IGNORE INTO confirmed_components (folder, origin, component_id) VALUES (?, ?, ?)",
             {place.folder, place.origin, component_id});
}

Result<> Choices::run(std::string_view sql, std::initializer_list<SqlValue> values) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto done = (*database)->run(sql, values);
  if (!done) return fail(done.error());
  return {};
}

} // namespace unify_ls::state
