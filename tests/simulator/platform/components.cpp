#include "tests/simulator/platform/operations.h"
#include "tests/simulator/platform/pages.h"

#include <algorithm>

namespace unify_ls::simulator {
namespace {

// The documented default of `pageSize`.
constexpr std::uint32_t default_page_size = 100;

std::string web_address(std::string_view repository_url) {
  if (repository_url.ends_with(".git")) repository_url.remove_suffix(4);
  return std::string(repository_url);
}

json::object described(const Component& component) {
  json::object object;
  object["id"] = component.id;
  object["name"] = component.name;
  object["description"] = component.description;
  object["repositoryUrl"] = component.repository_url;
  object["repositoryHref"] = web_address(component.repository_url);
  object["defaultBranch"] = component.default_branch;
  object["provider"] = component.provider;
  object["organizationId"] = component.organization_id;
  object["createdAt"] = "2026-01-02T03:04:05Z";
  object["updatedAt"] = "2026-01-02T03:04:05Z";
  return without_defaults(std::move(object));
}

std::vector<const Component*> selected(const World& world, const Call& call) {
  const std::string_view name = call.request.parameter("name");
  const std::string_view url = call.request.parameter("repositoryUrl");
  const std::string_view provider = call.request.parameter("provider");
  std::vector<const Component*> found;
  for (const Component& component : world.components) {
    if (component.organization_id == call.captures[0] && (name.empty() || component.name == name) &&
        (url.empty() || component.repository_url == url) &&
        (provider.empty() || component.provider == provider)) {
      found.push_back(&component);
    }
  }
  const std::string_view order = call.request.parameter("orderBy");
  if (order.starts_with("name")) std::ranges::sort(found, {}, &Component::name);
  if (order.ends_with(" desc")) std::ranges::reverse(found);
  return found;
}

} // namespace

Answer list_components(Platform& platform, const Call& call) {
  const World& world = platform.world();
  if (!world.interface.v4_components) return no_such_path();
  if (!world.organization(call.captures[0])) return rpc_error(RpcCode::not_found, "organization not found");

  const auto size = number_from(call.request.parameter("pageSize"), default_page_size);
  if (!size) return rpc_error(RpcCode::invalid_argument, "pageSize must be a number");
  const auto found = selected(world, call);
  const auto page = cursor_page(found.size(), call.request.parameter("pageToken"),
                                *size == 0 ? default_page_size : *size, world.interface.component_page_limit);
  if (!page) return rpc_error(RpcCode::invalid_argument, "invalid page token");

  json::array components;
  for (std::size_t i = page->begin; i < page->end; ++i) components.push_back(described(*found[i]));
  json::object body;
  body["components"] = std::move(components);
  body["nextPageToken"] = page->next_token;
  body["totalSize"] = found.size();
  return json_answer(without_defaults(std::move(body)));
}

Answer get_component(Platform& platform, const Call& call) {
  if (!platform.world().interface.v4_components) return no_such_path();
  const Component* component = platform.world().component(call.captures[1]);
  if (!component || component->organization_id != call.captures[0]) {
    return rpc_error(RpcCode::not_found, "component not found");
  }
  return json_answer(described(*component));
}

} // namespace unify_ls::simulator
