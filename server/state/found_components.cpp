#include "server/state/found_components.h"

#include "server/state/database_time.h"

namespace unify_ls::state {

Result<std::optional<ComponentRecord>> FoundComponents::find(const ComponentSearch& search,
                                                             WallTime now) const {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  // Found in the future means that a clock was set back: as good as long ago.
  auto rows = (*database)->prepare(
      "SELECT organization_id, component_id, component_name, repository_url FROM found_components"
      " WHERE origin = ?1 AND sought = ?2 AND searched_organization = ?3 AND found_at BETWEEN ?4 AND ?5",
      {search.origin, search.sought, search.organization, to_milliseconds(now - found_component_lifetime),
       to_milliseconds(now)});
  if (!rows) return fail(rows.error());
  const auto row = rows->step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  return ComponentRecord{.organization_id = rows->text(0),
                         .component_id = rows->text(1),
                         .name = rows->text(2),
                         .repository_url = rows->text(3)};
}

Result<> FoundComponents::save(const ComponentSearch& search, const ComponentRecord& component,
                               WallTime now) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto saved = (*database)->run(
      "INSERT OR REPLACE INTO found_components (origin, sought, searched_organization, organization_id,"
      " component_id, component_name, repository_url, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {search.origin, search.sought, search.organization, component.organization_id, component.component_id,
       component.name, component.repository_url, to_milliseconds(now)});
  if (!saved) return fail(saved.error());
  return {};
}

Result<> FoundComponents::forget(const std::string& origin, const std::string& component_id) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto forgotten = (*database)->run(
      "DELETE FROM found_components WHERE origin = ?1 AND component_id = ?2", {origin, component_id});
  if (!forgotten) return fail(forgotten.error());
  return {};
}

} // namespace unify_ls::state
