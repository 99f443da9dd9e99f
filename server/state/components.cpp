#include "server/state/components.h"

#include "server/state/database_time.h"

namespace unify_ls::state {
namespace {

/// More searches than a person has under way at once.
constexpr std::size_t max_open_searches = 32;

} // namespace

std::optional<ComponentRecord> Components::picked(const ComponentPlace& place) const {
  // A pick for no remote in particular was made by a version that did not note it.
  return record("SELECT p.organization_id, component_id, component_name, repository_url,"
                " coalesce(n.name, ''), verified FROM component_picks AS p"
                " LEFT JOIN organization_names AS n ON n.origin = p.origin AND n.id = p.organization_id"
                " WHERE p.folder = ?1 AND p.origin = ?2 AND p.remote IN (?3, '') ORDER BY p.remote DESC",
                {place.folder, place.origin, place.remote});
}

Result<> Components::keep_pick(const ComponentPlace& place, const ComponentRecord& component) {
  if (auto named = keep_organization(place.origin, component); !named) return named;
  return run("INSERT OR REPLACE INTO component_picks (folder, origin, remote, organization_id, component_id,"
             " component_name, repository_url, verified) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
             {place.folder, place.origin, place.remote, component.organization_id, component.component_id,
              component.name, component.repository_url, std::int64_t{component.verified}});
}

bool Components::agreed(const ComponentPlace& place, std::string_view component_id) const {
  return exists("SELECT 1 FROM component_answers WHERE folder = ?1 AND origin = ?2 AND component_id = ?3"
                " AND accepted <> 0",
                {place.folder, place.origin, component_id});
}

Result<> Components::keep_agreement(const ComponentPlace& place, std::string_view component_id) {
  return run("INSERT OR REPLACE INTO component_answers (folder, origin, component_id, accepted)"
             " VALUES (?, ?, ?, 1)",
             {place.folder, place.origin, component_id});
}

bool Components::was_confirmed(const ComponentPlace& place, std::string_view component_id) const {
  return exists("SELECT 1 FROM confirmed_components WHERE folder = ?1 AND origin = ?2 AND component_id = ?3",
                {place.folder, place.origin, component_id});
}

Result<> Components::mark_confirmed(const ComponentPlace& place, std::string_view component_id) {
  return run("INSERT OR IGNORE INTO confirmed_components (folder, origin, component_id) VALUES (?, ?, ?)",
             {place.folder, place.origin, component_id});
}

std::optional<ComponentRecord> Components::found(const ComponentSearch& search, WallTime now) const {
  // Found in the future means that a clock was set back: treated as long ago.
  return record(
      "SELECT f.organization_id, component_id, component_name, repository_url, coalesce(n.name, ''), 1"
      " FROM found_components AS f"
      " LEFT JOIN organization_names AS n ON n.origin = f.origin AND n.id = f.organization_id"
      " WHERE f.origin = ?1 AND sought = ?2 AND searched_organization = ?3 AND found_at BETWEEN ?4 AND ?5",
      {search.origin, search.sought, search.organization, to_milliseconds(now - found_component_lifetime),
       to_milliseconds(now)});
}

Result<> Components::keep_found(const ComponentSearch& search, const ComponentRecord& component,
                                WallTime now) {
  open_.erase(search);
  if (auto named = keep_organization(search.origin, component); !named) return named;
  return run("INSERT OR REPLACE INTO found_components (origin, sought, searched_organization,"
             " organization_id, component_id, component_name, repository_url, found_at)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
             {search.origin, search.sought, search.organization, component.organization_id,
              component.component_id, component.name, component.repository_url, to_milliseconds(now)});
}

Result<> Components::forget_found(std::string_view origin, std::string_view component_id) {
  return run("DELETE FROM found_components WHERE origin = ?1 AND component_id = ?2", {origin, component_id});
}

const OpenSearch* Components::left_open(const ComponentSearch& search, SteadyTime now) const {
  const auto kept = open_.find(search);
  if (kept == open_.end() || now - kept->second.first > open_search_lifetime) return nullptr;
  return &kept->second.second;
}

void Components::keep_open(const ComponentSearch& search, OpenSearch open, SteadyTime now) {
  if (open_.size() >= max_open_searches) open_.clear();
  open_.insert_or_assign(search, std::pair(now, std::move(open)));
}

std::optional<ComponentRecord> Components::record(std::string_view sql,
                                                  std::initializer_list<SqlValue> values) const {
  const auto database = state_->open();
  if (!database) return std::nullopt;
  auto rows = (*database)->prepare(sql, values);
  if (!rows) return std::nullopt;
  const auto row = rows->step();
  if (!row || !*row) return std::nullopt;
  return ComponentRecord{.organization_id = rows->text(0),
                         .component_id = rows->text(1),
                         .name = rows->text(2),
                         .repository_url = rows->text(3),
                         .organization_name = rows->text(4),
                         .verified = rows->integer(5) != 0};
}

bool Components::exists(std::string_view sql, std::initializer_list<SqlValue> values) const {
  const auto database = state_->open();
  if (!database) return false;
  auto rows = (*database)->prepare(sql, values);
  return rows && rows->step().value_or(false);
}

Result<> Components::run(std::string_view sql, std::initializer_list<SqlValue> values) {
  const auto database = state_->open();
  if (!database) return fail(database.error());
  const auto done = (*database)->run(sql, values);
  if (!done) return fail(done.error());
  return {};
}

Result<> Components::keep_organization(std::string_view origin, const ComponentRecord& component) {
  if (component.organization_id.empty() || component.organization_name.empty()) return {};
  return run("INSERT OR REPLACE INTO organization_names (origin, id, name) VALUES (?, ?, ?)",
             {origin, component.organization_id, component.organization_name});
}

} // namespace unify_ls::state
