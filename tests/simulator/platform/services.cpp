#include "tests/simulator/platform/operations.h"

#include <algorithm>
#include <array>
#include <cctype>

/// Components as the first version of the interface calls them: services.
namespace unify_ls::simulator {
namespace {

json::object described(const Component& component) {
  std::string provider = component.provider; // v1 spells it in lower case
  std::ranges::transform(provider, provider.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  json::object object;
  object["id"] = component.id;
  object["name"] = component.name;
  object["description"] = component.description;
  object["serviceType"] = "COMPONENT";
  object["repositoryUrl"] = component.repository_url;
  object["defaultBranch"] = component.default_branch;
  object["organizationId"] = component.organization_id;
  object["provider"] = provider;
  return without_defaults(std::move(object));
}

bool is_filter(std::string_view text) {
  constexpr std::array<std::string_view, 5> filters = {"", "SERVICE_WITH_REPO_FILTER", "APPLICATION_FILTER",
                                                       "COMPONENT_FILTER", "NO_FILTER"};
  return std::ranges::find(filters, text) != filters.end();
}

bool passes(std::string_view filter, const Component& component) {
  if (filter == "APPLICATION_FILTER") return false;
  const bool needs_repository = filter.empty() || filter == "SERVICE_WITH_REPO_FILTER";
  return !needs_repository || !component.repository_url.empty();
}

} // namespace

Answer list_services(Platform& platform, const Call& call) {
  const World& world = platform.world();
  if (!world.interface.v1_services) return no_such_path();
  if (!world.organization(call.captures[0])) return rpc_error(RpcCode::not_found, "organization not found");
  const std::string_view filter = call.request.parameter("typeFilter");
  if (!is_filter(filter)) return rpc_error(RpcCode::invalid_argument, "invalid value for typeFilter");

  json::array services;
  for (const Component& component : world.components) {
    if (component.organization_id == call.captures[0] && passes(filter, component)) {
      services.push_back(described(component));
    }
  }
  json::object body;
  body["service"] = std::move(services);
  return json_answer(without_defaults(std::move(body)));
}

Answer get_service(Platform& platform, const Call& call) {
  if (!platform.world().interface.v1_services) return no_such_path();
  const Component* component = platform.world().component(call.captures[1]);
  if (!component || component->organization_id != call.captures[0]) {
    return rpc_error(RpcCode::not_found, "service not found");
  }
  json::object body;
  body["service"] = described(*component);
  return json_answer(body);
}

} // namespace unify_ls::simulator
