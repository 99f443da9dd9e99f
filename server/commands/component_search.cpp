#include "server/commands/component_search.h"

#include "server/base/text.h"
#include "server/git/remote_url.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <tuple>

namespace unify_ls::commands {
namespace {

using platform::Organization;
using state::ComponentRecord;

/// Whether another organization may answer otherwise. The rate is limited for all of them.
bool may_differ_elsewhere(const Error& error) {
  return error.kind == ErrorKind::notFound || error.kind == ErrorKind::forbidden ||
         error.kind == ErrorKind::platform;
}

std::string with_reason(const Organization& organization, const Error& error) {
  const std::string why = error.http_status ? fmt::format("status {}", *error.http_status)
                                            : std::string(protocol::name_of(error.kind));
  return fmt::format("{} ({})", escaped(organization.display_name.value_or(organization.id)), why);
}

/// The organizations to ask: the one that is set, else all that the token sees.
Task<Result<std::vector<Organization>>> organizations_to_ask(platform::Api& api, std::string set) {
  if (set.empty()) co_return co_await api.organizations();
  std::vector<Organization> one;
  one.push_back({.id = std::move(set)});
  co_return one;
}

bool has_id(const std::vector<ComponentRecord>& all, const std::string& id) {
  return std::ranges::find(all, id, &ComponentRecord::component_id) != all.end();
}

void add_missing(std::vector<ComponentRecord>& all, std::vector<ComponentRecord> more) {
  for (ComponentRecord& component : more)
    if (all.size() < most_candidates && !has_id(all, component.component_id))
      all.push_back(std::move(component));
}

using Compare = bool (*)(std::string_view, std::string_view);

bool is_at(const ComponentRecord& component, const std::vector<std::string>& addresses, Compare same) {
  return std::ranges::any_of(
      addresses, [&](const std::string& address) { return same(component.repository_url, address); });
}

std::vector<ComponentRecord> of_addresses(const std::vector<ComponentRecord>& all,
                                          const std::vector<std::string>& addresses) {
  std::vector<ComponentRecord> same;
  std::ranges::copy_if(all, std::back_inserter(same), [&](const ComponentRecord& component) {
    return is_at(component, addresses, git::same_repository);
  });
  return same;
}

/// Where an address is an alias that only ssh knows, the path still tells.
void sort_for_choosing(std::vector<ComponentRecord>& all, const std::vector<std::string>& addresses) {
  const auto order = [&](const ComponentRecord& component) {
    return std::tuple(!is_at(component, addresses, git::same_repository),
                      !is_at(component, addresses, git::same_path), lower_ascii(component.name),
                      component.component_id);
  };
  std::ranges::sort(all, {}, order);
}

/// Asks all organizations the same.
class Asking {
 public:
  using Question = std::function<Task<Result<std::vector<platform::Component>>>(std::string organization_id)>;

  explicit Asking(std::vector<Organization> organizations) : organizations_(std::move(organizations)) {}

  /// What they have together, each component once.
  Task<Result<std::vector<ComponentRecord>>> ask(Question question) {
    std::vector<ComponentRecord> all;
    std::optional<Error> first_error;
    std::size_t answers = 0;
    for (const Organization& organization : organizations_) {
      const auto components = co_await question(organization.id);
      if (components) {
        ++answers;
        add_missing(all, records_of(*components, organization));
        continue;
      }
      if (!may_differ_elsewhere(components.error())) co_return fail(components.error());
      if (!first_error) first_error = components.error();
      note_passed_over(with_reason(organization, components.error()));
    }
    if (answers == 0 && first_error) co_return fail(*std::move(first_error));
    co_return all;
  }

  ComponentRecord record_of(const platform::Component& component, const Organization& asked) const {
    ComponentRecord record{.organization_id = component.organization_id.value_or(asked.id),
                           .component_id = component.id,
                           .name = component.name.value_or(""),
                           .repository_url = component.repository_url.value_or("")};
    const auto owner = std::ranges::find(organizations_, record.organization_id, &Organization::id);
    if (owner != organizations_.end()) record.organization_name = owner->display_name.value_or("");
    return record;
  }

  const std::vector<Organization>& organizations() const { return organizations_; }

  const std::vector<std::string>& passed_over() const { return passed_over_; }

 private:
  std::vector<ComponentRecord> records_of(const std::vector<platform::Component>& components,
                                          const Organization& asked) const {
    std::vector<ComponentRecord> records;
    for (const platform::Component& component : components) records.push_back(record_of(component, asked));
    return records;
  }

  void note_passed_over(std::string words) {
    if (std::ranges::find(passed_over_, words) == passed_over_.end())
      passed_over_.push_back(std::move(words));
  }

  std::vector<Organization> organizations_;
  std::vector<std::string> passed_over_;
};

} // namespace

Task<Result<ComponentSearchResult>> search_components(platform::Api& api, std::string organization_id,
                                                      std::vector<std::string> addresses, Wanted wanted) {
  auto organizations = co_await organizations_to_ask(api, std::move(organization_id));
  if (!organizations) co_return fail(organizations.error());
  Asking asking(*std::move(organizations));
  ComponentSearchResult result;
  // The exact address first: that is one cheap request an organization.
  for (const std::string& address : addresses) {
    const auto exact = co_await asking.ask([&](std::string organization) {
      return api.components_by_repository(std::move(organization), address);
    });
    if (!exact) co_return fail(exact.error());
    add_missing(result.of_repository, of_addresses(*exact, addresses));
  }
  if (wanted == Wanted::all || result.of_repository.size() != 1) {
    auto all = co_await asking.ask(
        [&](std::string organization) { return api.components(std::move(organization)); });
    if (!all) co_return fail(all.error());
    add_missing(result.of_repository, of_addresses(*all, addresses));
    sort_for_choosing(*all, addresses);
    result.all = *std::move(all);
  }
  result.passed_over = asking.passed_over();
  co_return result;
}

Task<Result<ComponentRecord>> component_by_id(platform::Api& api, std::string organization_id,
                                              std::string component_id) {
  auto organizations = co_await organizations_to_ask(api, std::move(organization_id));
  if (!organizations) co_return fail(organizations.error());
  const Asking asking(*std::move(organizations));
  Error last{.kind = ErrorKind::notFound,
             .message = fmt::format("Your token sees no component `{}`.", escaped(component_id))};
  for (const Organization& organization : asking.organizations()) {
    const auto component = co_await api.component(organization.id, component_id);
    if (component) co_return asking.record_of(*component, organization);
    if (!may_differ_elsewhere(component.error())) co_return fail(component.error());
    // Where one organization could not be asked, it is not known that the component is nowhere.
    if (component.error().kind != ErrorKind::notFound) last = component.error();
  }
  co_return fail(std::move(last));
}

} // namespace unify_ls::commands
