#include "server/commands/discovery.h"

#include "server/base/text.h"
#include "server/commands/component_reference.h"
#include "server/commands/component_search.h"
#include "server/git/remote_url.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

using state::ComponentRecord;
using state::ComponentSearch;

/// A token that may not look up can still start a run; any other failure has a remedy of its own.
Error with_component_advice(Error error) {
  if (error.kind == ErrorKind::forbidden)
    error.advice =
        fmt::format("Name it once with *Choose Component*, `unify-ls component` or as `componentId`: {}",
                    what_names_a_component);
  return error;
}

Discovery found(ComponentRecord component, FoundBy how) {
  return {.found = FoundComponent{std::move(component), how}};
}

/// The remote's addresses as the platform writes them: of the configured one, and of the rewritten one where
/// that is another.
std::vector<std::string> addresses_of(const std::optional<git::Remote>& remote) {
  std::vector<std::string> addresses;
  if (!remote) return addresses;
  for (const std::string& written : {remote->configured_url, remote->url}) {
    std::optional<std::string> address = git::clone_url(written);
    const bool known = address && std::ranges::any_of(addresses, [&](const std::string& other) {
                         return git::same_repository(other, *address);
                       });
    if (address && !known) addresses.push_back(*std::move(address));
  }
  return addresses;
}

/// The same as a key; empty where there is nothing to look up.
std::string remote_key(const Place& place) {
  std::string key;
  for (const std::string& address : addresses_of(place.checkout.remote))
    key += (key.empty() ? "" : " ") + git::canonical_url(address).value_or("");
  return key;
}

/// The remote's address for people, with what it was looked up as where that looks different.
std::string shown_remote(const Place& place, const std::vector<std::string>& addresses) {
  const std::string written = git::without_user_info(place.checkout.remote->configured_url);
  if (addresses.size() == 1 && addresses.front() == written) return escaped(written);
  return fmt::format("{} (looked for as {})", escaped(written),
                     escaped(fmt::format("{}", fmt::join(addresses, " and "))));
}

ComponentSearch search_for(const ComponentFinding& finding, const Place& place, std::string sought) {
  return {.origin = finding.platform.origin(),
          .sought = std::move(sought),
          .organization = place.settings.folder.organization_id.value};
}

/// Another token may see other components.
std::string token_mark(const ComponentFinding& finding) {
  const auto changes = finding.token_dates.changes(finding.platform.origin());
  return changes ? fmt::format("{}", *changes) : "";
}

/// What the same search left open a moment ago, with the same token.
std::optional<Discovery> left_open(const ComponentFinding& finding, const ComponentSearch& search) {
  const state::OpenSearch* open = finding.components.left_open(search, finding.clock.steady());
  if (open == nullptr || open->token != token_mark(finding)) return std::nullopt;
  return Discovery{.candidates = open->candidates, .reason = open->reason};
}

void keep_open(const ComponentFinding& finding, const ComponentSearch& search, const Discovery& open) {
  finding.components.keep_open(
      search, {.candidates = open.candidates, .reason = open.reason, .token = token_mark(finding)},
      finding.clock.steady());
}

void keep_found(const ComponentFinding& finding, const ComponentSearch& search,
                const ComponentRecord& component) {
  (void)finding.components.keep_found(search, component, finding.clock.now());
}

std::optional<ComponentRecord> found_before(const ComponentFinding& finding, const ComponentSearch& search) {
  return finding.components.found(search, finding.clock.now());
}

/// The component of this id from memory or from the platform. Nothing where it cannot be looked up, which is
/// not tried again for a moment.
Task<std::optional<ComponentRecord>> look_up_id(const ComponentFinding& finding, const Place& place,
                                                std::string component_id) {
  const ComponentSearch search = search_for(finding, place, component_id);
  if (auto known = found_before(finding, search)) co_return known;
  if (left_open(finding, search)) co_return std::nullopt;
  auto component =
      co_await component_by_id(finding.platform.api, search.organization, std::move(component_id));
  if (!component) {
    keep_open(finding, search, {});
    co_return std::nullopt;
  }
  keep_found(finding, search, *component);
  co_return *std::move(component);
}

/// Whether a component is that of the remote which is chosen without folder sources.
Task<bool> is_of_trusted_remote(const ComponentFinding& finding, const Place& place,
                                ComponentRecord component) {
  git::CheckoutWishes trusted;
  if (place.settings.trusted.remote.is_set()) trusted.remote_setting = place.settings.trusted.remote.value;
  const auto checkout = co_await finding.repositories.describe(place.folder, std::move(trusted));
  if (!checkout) co_return false;
  co_return std::ranges::any_of(addresses_of(checkout->remote), [&](const std::string& address) {
    return git::same_repository(component.repository_url, address);
  });
}

std::string doubt_about(const ComponentRecord& component, bool readable) {
  return fmt::format("The settings of this folder name the component `{}`, which {}.",
                     escaped(shown_name(component)),
                     readable ? "belongs to another repository" : "cannot be looked up");
}

/// A folder's setting counts when it names a component of the repository's own remote, or a person has
/// agreed.
Task<Result<Discovery>> judge_folder_setting(const ComponentFinding& finding, const Place& place,
                                             Decisions decisions) {
  const std::string& id = place.settings.folder.component_id.value;
  const ComponentSearch search = search_for(finding, place, id);
  ComponentRecord bare{.organization_id = search.organization, .component_id = id, .verified = false};
  if (decisions == Decisions::count &&
      finding.components.agreed(component_place(place, finding.platform.origin()), id)) {
    auto known = found_before(finding, search);
    co_return found(known ? *std::move(known) : std::move(bare), FoundBy::setting);
  }
  const std::optional<ComponentRecord> component = co_await look_up_id(finding, place, id);
  if (component) {
    const bool own = co_await is_of_trusted_remote(finding, place, *component);
    if (own) co_return found(*component, FoundBy::setting);
  }
  Discovery open{.candidates = {component.value_or(bare)}, .doubtful = true};
  open.reason = doubt_about(open.candidates.front(), component.has_value());
  co_return open;
}

std::string why_open(const Place& place, const std::vector<std::string>& addresses,
                     const ComponentSearchResult& result) {
  std::string reason = "This repository has no remote whose component could be looked up.";
  if (!addresses.empty())
    reason =
        result.of_repository.empty()
            ? fmt::format("No component of the organizations that your token sees has the repository {}.",
                          shown_remote(place, addresses))
            : fmt::format("{} components have the repository {}.", result.of_repository.size(),
                          shown_remote(place, addresses));
  if (!result.passed_over.empty())
    reason += fmt::format(" Not searched: {}.", fmt::join(result.passed_over, ", "));
  return reason;
}

/// By the remote's addresses alone.
Task<Result<Discovery>> look_up_remote(const ComponentFinding& finding, const Place& place) {
  const ComponentSearch search = search_for(finding, place, remote_key(place));
  if (auto open = left_open(finding, search)) co_return *std::move(open);
  const std::vector<std::string> addresses = addresses_of(place.checkout.remote);
  auto result =
      co_await search_components(finding.platform.api, search.organization, addresses, Wanted::the_one);
  if (!result) co_return fail(with_component_advice(result.error()));
  if (result->of_repository.size() == 1) {
    keep_found(finding, search, result->of_repository.front());
    co_return found(result->of_repository.front(), FoundBy::remote);
  }
  Discovery open{.candidates = result->of_repository.empty() ? result->all : result->of_repository,
                 .reason = why_open(place, addresses, *result)};
  keep_open(finding, search, open);
  co_return open;
}

std::optional<FoundComponent> picked_before(const ComponentFinding& finding, const Place& place) {
  auto picked = finding.components.picked(component_place(place, finding.platform.origin()));
  if (!picked) return std::nullopt;
  return FoundComponent{*std::move(picked), FoundBy::choice};
}

std::optional<FoundComponent> found_by_remote_before(const ComponentFinding& finding, const Place& place) {
  const std::string key = remote_key(place);
  if (key.empty()) return std::nullopt;
  auto before = found_before(finding, search_for(finding, place, key));
  if (!before) return std::nullopt;
  return FoundComponent{*std::move(before), FoundBy::remote};
}

} // namespace

std::string_view name_of(FoundBy how) {
  switch (how) {
  case FoundBy::setting: return "setting";
  case FoundBy::choice: return "choice";
  case FoundBy::remote: return "remote";
  case FoundBy::person:
  case FoundBy::caller: return "person";
  }
  return "person";
}

std::optional<FoundComponent> known_component(const ComponentFinding& finding, const Place& place) {
  const settings::FolderSettings& set = place.settings.folder;
  if (!set.component_id.is_set()) {
    auto picked = picked_before(finding, place);
    return picked ? picked : found_by_remote_before(finding, place);
  }
  const bool counts =
      !settings::is_folder_source(set.component_id.source) ||
      finding.components.agreed(component_place(place, finding.platform.origin()), set.component_id.value);
  if (!counts) return std::nullopt; // to be judged first
  auto known = found_before(finding, search_for(finding, place, set.component_id.value));
  ComponentRecord bare{.organization_id = set.organization_id.value,
                       .component_id = set.component_id.value,
                       .verified = false};
  return FoundComponent{known ? *std::move(known) : std::move(bare), FoundBy::setting};
}

Task<Result<Discovery>> discover_component(const ComponentFinding& finding, const Place& place,
                                           Decisions decisions) {
  const settings::Setting<std::string>& set = place.settings.folder.component_id;
  if (set.is_set() && settings::is_folder_source(set.source))
    co_return co_await judge_folder_setting(finding, place, decisions);
  if (set.is_set()) {
    auto component = co_await component_named(finding, place, set.value);
    co_return found(std::move(component), FoundBy::setting);
  }
  std::optional<FoundComponent> known;
  if (decisions == Decisions::count) known = picked_before(finding, place);
  if (!known) known = found_by_remote_before(finding, place);
  if (known) co_return Discovery{.found = std::move(known)};
  co_return co_await look_up_remote(finding, place);
}

Task<Result<Discovery>> all_components(const ComponentFinding& finding, const Place& place,
                                       Searching searching) {
  const ComponentSearch search = search_for(finding, place, "all, for " + remote_key(place));
  if (searching == Searching::as_remembered)
    if (auto open = left_open(finding, search)) co_return *std::move(open);
  auto result = co_await search_components(finding.platform.api, search.organization,
                                           addresses_of(place.checkout.remote), Wanted::all);
  if (!result) co_return fail(with_component_advice(result.error()));
  Discovery open{.candidates = std::move(result->all)};
  keep_open(finding, search, open);
  co_return open;
}

Task<ComponentRecord> component_named(const ComponentFinding& finding, const Place& place,
                                      std::string component_id) {
  std::optional<ComponentRecord> component = co_await look_up_id(finding, place, component_id);
  if (component) co_return *std::move(component);
  co_return ComponentRecord{.organization_id = place.settings.folder.organization_id.value,
                            .component_id = std::move(component_id),
                            .verified = false};
}

state::ComponentPlace component_place(const Place& place, std::string origin) {
  return {.folder = place.root(), .origin = std::move(origin), .remote = remote_key(place)};
}

std::string shown_name(const ComponentRecord& component) {
  return component.name.empty() ? component.component_id : component.name;
}

} // namespace unify_ls::commands
