#include "server/commands/discovery.h"

#include "server/base/text.h"
#include "server/git/remote_url.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

using state::ComponentRecord;

/// More components than this are not offered; a list is searched by eye.
constexpr std::size_t most_candidates = 2'000;

ComponentRecord record_of(const platform::Component& component, const std::string& organization_id) {
  return {.organization_id = component.organization_id.value_or(organization_id),
          .component_id = component.id,
          .name = component.name.value_or(""),
          .repository_url = component.repository_url.value_or("")};
}

/// Whether another organization may answer otherwise; a network that is down is down for all of them.
bool may_differ_elsewhere(const Error& error) {
  return error.kind == ErrorKind::notFound || error.kind == ErrorKind::forbidden ||
         error.kind == ErrorKind::platform;
}

/// A token that may not look up can still start a run; any other failure has a remedy of its own.
Error with_component_advice(Error error) {
  if (error.kind != ErrorKind::forbidden) return error;
  error.advice =
      "Set `componentId` (and `organizationId`) in the settings: it stands after `componentId=` in the "
      "component's web address";
  return error;
}

std::vector<ComponentRecord> of_repository(const std::vector<ComponentRecord>& all, std::string_view url) {
  std::vector<ComponentRecord> same;
  std::ranges::copy_if(all, std::back_inserter(same), [&](const ComponentRecord& component) {
    return git::same_repository(component.repository_url, url);
  });
  return same;
}

/// The ids of the organizations to ask: the one that is set, else all that the token sees.
Task<Result<std::vector<std::string>>> organizations_to_ask(const Services& services, std::string set) {
  std::vector<std::string> ids;
  if (!set.empty()) {
    ids.push_back(std::move(set));
    co_return ids;
  }
  const auto organizations = co_await services.api.organizations();
  if (!organizations) co_return fail(organizations.error());
  for (const platform::Organization& organization : *organizations) ids.push_back(organization.id);
  co_return ids;
}

/// Asks for the exact URL first, which is one cheap request an organization.
Task<Result<std::vector<ComponentRecord>>>
look_up_url(const Services& services, std::vector<std::string> organizations, std::string url) {
  std::vector<ComponentRecord> found;
  for (const std::string& organization : organizations) {
    const auto components = co_await services.api.components_by_repository(organization, url);
    if (!components) co_return fail(components.error());
    for (const platform::Component& component : *components)
      found.push_back(record_of(component, organization));
  }
  co_return of_repository(found, url);
}

Task<Result<std::vector<ComponentRecord>>> all_components(const Services& services,
                                                          std::vector<std::string> organizations) {
  std::vector<ComponentRecord> all;
  for (const std::string& organization : organizations) {
    const auto components = co_await services.api.components(organization);
    if (!components) co_return fail(components.error());
    for (const platform::Component& component : *components) {
      const bool known = std::ranges::find(all, component.id, &ComponentRecord::component_id) != all.end();
      if (!known && all.size() < most_candidates) all.push_back(record_of(component, organization));
    }
  }
  std::ranges::sort(all, {}, [](const ComponentRecord& component) { return lower_ascii(component.name); });
  co_return all;
}

Discovery found(ComponentRecord component, FoundBy how) {
  return {.found = FoundComponent{std::move(component), how}};
}

/// A folder's setting counts when it names a component of the repository's own remote, or a person has
/// agreed.
Task<Result<Discovery>> judge_folder_setting(const Services& services, const Place& place) {
  const settings::FolderSettings& set = place.settings.folder;
  ComponentRecord named{.organization_id = set.organization_id.value, .component_id = set.component_id.value};
  const auto answer = services.choices.component_answer(choice_place(services, place), named.component_id);
  if (answer && *answer && **answer) co_return found(std::move(named), FoundBy::setting);

  git::CheckoutWishes trusted;
  if (place.settings.trusted.remote.is_set()) trusted.remote_setting = place.settings.trusted.remote.value;
  const auto checkout = co_await services.repositories.describe(place.folder, std::move(trusted));
  auto component = co_await component_by_id(services, named.organization_id, named.component_id);
  if (!component && component.error().kind == ErrorKind::tokenRejected) co_return fail(component.error());
  const bool same = component && checkout && checkout->remote &&
                    git::same_repository(component->repository_url, checkout->remote->url);
  if (same) co_return found(*std::move(component), FoundBy::setting);
  const bool known = component.has_value();
  Discovery doubtful{.doubtful = known ? *std::move(component) : std::move(named)};
  doubtful.reason =
      known ? fmt::format(
                  "The settings of this folder name the component `{}`, which belongs to another repository.",
                  escaped(shown_name(*doubtful.doubtful)))
            : fmt::format("The settings of this folder name the component `{}`, which cannot be looked up.",
                          escaped(doubtful.doubtful->component_id));
  co_return doubtful;
}

state::ComponentSearch search_for(const Services& services, const Place& place, std::string sought) {
  return {.origin = services.origin(),
          .sought = std::move(sought),
          .organization = place.settings.folder.organization_id.value};
}

/// The search that discover_by_looking_up makes; nothing where there is no remote to look up.
std::optional<state::ComponentSearch> search_by_remote(const Services& services, const Place& place) {
  if (!place.checkout.remote) return std::nullopt;
  auto repository = git::canonical_url(place.checkout.remote->url);
  if (!repository) return std::nullopt;
  return search_for(services, place, *std::move(repository));
}

std::optional<ComponentRecord> remembered(const Services& services, const state::ComponentSearch& search) {
  auto found = services.found_components.find(search, services.clock.now());
  // Without a memory it is looked up each time.
  return found ? *std::move(found) : std::nullopt;
}

void remember(const Services& services, const state::ComponentSearch& search,
              const ComponentRecord& component) {
  (void)services.found_components.save(search, component, services.clock.now());
}

/// The setting is the person's own: what cannot be looked up is still good for a trigger.
Task<ComponentRecord> own_setting(const Services& services, const Place& place) {
  const settings::FolderSettings& set = place.settings.folder;
  const state::ComponentSearch search = search_for(services, place, set.component_id.value);
  if (auto known = remembered(services, search)) co_return *std::move(known);
  auto component = co_await component_by_id(services, set.organization_id.value, set.component_id.value);
  if (!component)
    co_return ComponentRecord{.organization_id = set.organization_id.value,
                              .component_id = set.component_id.value};
  remember(services, search, *component);
  co_return *std::move(component);
}

} // namespace

std::string_view name_of(FoundBy how) {
  switch (how) {
  case FoundBy::setting: return "setting";
  case FoundBy::choice: return "choice";
  case FoundBy::remote: return "remote";
  case FoundBy::person: return "person";
  }
  return "person";
}

Task<Result<Discovery>> discover_by_looking_up(const Services& services, const Place& place) {
  auto organizations = co_await organizations_to_ask(services, place.settings.folder.organization_id.value);
  if (!organizations) co_return fail(with_component_advice(organizations.error()));

  std::string url;
  if (place.checkout.remote) url = git::clone_url(place.checkout.remote->url).value_or("");
  if (!url.empty()) {
    const auto exact = co_await look_up_url(services, *organizations, url);
    if (!exact) co_return fail(with_component_advice(exact.error()));
    if (exact->size() == 1) co_return found(exact->front(), FoundBy::remote);
  }
  auto all = co_await all_components(services, *organizations);
  if (!all) co_return fail(with_component_advice(all.error()));
  const std::vector<ComponentRecord> same =
      url.empty() ? std::vector<ComponentRecord>{} : of_repository(*all, url);
  if (same.size() == 1) co_return found(same.front(), FoundBy::remote);

  Discovery open{.candidates = same.empty() ? *std::move(all) : same};
  const std::string shown = escaped(git::without_user_info(url));
  if (url.empty())
    open.reason = "This repository has no remote whose component could be looked up.";
  else if (same.empty())
    open.reason =
        fmt::format("No component of the organizations that your token sees has the repository {}.", shown);
  else
    open.reason = fmt::format("{} components have the repository {}.", same.size(), shown);
  co_return open;
}

std::optional<FoundComponent> known_component(const Services& services, const Place& place) {
  const settings::FolderSettings& set = place.settings.folder;
  if (set.component_id.is_set()) {
    if (settings::is_folder_source(set.component_id.source)) return std::nullopt; // to be judged first
    auto known = remembered(services, search_for(services, place, set.component_id.value));
    ComponentRecord bare{.organization_id = set.organization_id.value,
                         .component_id = set.component_id.value};
    return FoundComponent{known ? *std::move(known) : std::move(bare), FoundBy::setting};
  }
  if (auto chosen = services.choices.component(choice_place(services, place)); chosen && *chosen)
    return FoundComponent{**std::move(chosen), FoundBy::choice};
  const auto search = search_by_remote(services, place);
  if (!search) return std::nullopt;
  auto found = remembered(services, *search);
  if (!found) return std::nullopt;
  return FoundComponent{*std::move(found), FoundBy::remote};
}

Task<Result<Discovery>> discover_component(const Services& services, const Place& place) {
  const settings::Setting<std::string>& set = place.settings.folder.component_id;
  if (set.is_set() && settings::is_folder_source(set.source))
    co_return co_await judge_folder_setting(services, place);
  if (set.is_set()) {
    auto component = co_await own_setting(services, place);
    co_return found(std::move(component), FoundBy::setting);
  }
  if (auto known = known_component(services, place)) co_return Discovery{.found = std::move(known)};
  auto discovery = co_await discover_by_looking_up(services, place);
  if (discovery && discovery->found)
    if (const auto search = search_by_remote(services, place))
      remember(services, *search, discovery->found->component);
  co_return discovery;
}

Task<Result<ComponentRecord>> component_by_id(const Services& services, std::string organization_id,
                                              std::string component_id) {
  auto organizations = co_await organizations_to_ask(services, std::move(organization_id));
  if (!organizations) co_return fail(organizations.error());
  Error last{.kind = ErrorKind::notFound,
             .message = fmt::format("Your token sees no component `{}`.", escaped(component_id))};
  for (const std::string& organization : *organizations) {
    const auto component = co_await services.api.component(organization, component_id);
    if (component) co_return record_of(*component, organization);
    if (!may_differ_elsewhere(component.error())) co_return fail(component.error());
    // Where one organization could not be asked, it is not known that the component is nowhere.
    if (component.error().kind != ErrorKind::notFound) last = component.error();
  }
  co_return fail(std::move(last));
}

std::string shown_name(const ComponentRecord& component) {
  return component.name.empty() ? component.component_id : component.name;
}

} // namespace unify_ls::commands
