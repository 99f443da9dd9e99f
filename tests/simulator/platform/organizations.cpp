#include "tests/simulator/platform/operations.h"
#include "tests/simulator/platform/pages.h"

#include <algorithm>
#include <cctype>

namespace unify_ls::simulator {
namespace {

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

bool contains_text(std::string_view text, std::string_view part) {
  return lowered(text).find(lowered(part)) != std::string::npos;
}

json::object described(const Organization& organization) {
  json::object object;
  object["id"] = organization.id;
  object["displayName"] = organization.display_name;
  object["domainName"] = organization.domain_name;
  object["parentId"] = organization.parent_id;
  object["isDisabled"] = organization.is_disabled;
  object["isImplicit"] = organization.is_implicit;
  return object;
}

json::object described_with_children(const World& world, const Organization& organization) {
  json::array children;
  for (const Organization& other : world.organizations) {
    if (other.parent_id == organization.id) children.push_back(described_with_children(world, other));
  }
  json::object object = described(organization);
  object["childOrganizations"] = std::move(children);
  return without_defaults(std::move(object));
}

bool matches(const Request& request, const Organization& organization) {
  const std::string_view name = request.parameter("name");
  const std::string_view domain = request.parameter("domainName");
  const bool only_roots = request.parameter("tenant") == "true" || request.parameter("nested") == "true";
  return (name.empty() || contains_text(organization.display_name, name) ||
          contains_text(organization.domain_name, name)) &&
         (domain.empty() || organization.domain_name == domain) &&
         (!only_roots || organization.parent_id.empty());
}

std::vector<const Organization*> selected(const World& world, const Request& request) {
  std::vector<const Organization*> found;
  for (const Organization& organization : world.organizations) {
    if (matches(request, organization)) found.push_back(&organization);
  }
  const std::string_view field = request.parameter("pagination.sort.fieldName");
  if (field == "displayName") std::ranges::sort(found, {}, &Organization::display_name);
  if (field == "domainName") std::ranges::sort(found, {}, &Organization::domain_name);
  if (request.parameter("pagination.sort.order") == "DESCENDING") std::ranges::reverse(found);
  return found;
}

Answer answer_one(const Organization* organization) {
  if (!organization) return rpc_error(RpcCode::not_found, "organization not found");
  json::object body;
  body["organization"] = without_defaults(described(*organization));
  return json_answer(body);
}

} // namespace

Answer list_organizations(Platform& platform, const Call& call) {
  const auto number = number_from(call.request.parameter("pagination.page"), 1);
  const auto length = number_from(call.request.parameter("pagination.pageLength"), 0);
  if (!number || !length) return rpc_error(RpcCode::invalid_argument, "pagination must be a number");

  const World& world = platform.world();
  const auto found = selected(world, call.request);
  const Page page = numbered_page(found.size(), *number, *length, world.interface.organization_page_limit);
  const bool nested = call.request.parameter("nested") == "true";

  json::array organizations;
  for (std::size_t i = page.begin; i < page.end; ++i) {
    organizations.push_back(nested ? described_with_children(world, *found[i])
                                   : without_defaults(described(*found[i])));
  }
  json::object pagination;
  pagination["page"] = page.number;
  pagination["pageLength"] = page.length;
  pagination["lastPage"] = page.last;
  json::object body;
  body["organizations"] = std::move(organizations);
  body["pagination"] = without_defaults(std::move(pagination));
  return json_answer(without_defaults(std::move(body)));
}

Answer organization_by_name(Platform& platform, const Call& call) {
  const auto& organizations = platform.world().organizations;
  const auto found = std::ranges::find_if(organizations, [&](const Organization& organization) {
    return organization.parent_id.empty() && organization.domain_name == call.request.parameter("name");
  });
  return answer_one(found == organizations.end() ? nullptr : &*found);
}

Answer get_organization(Platform& platform, const Call& call) {
  return answer_one(platform.world().organization(call.captures[0]));
}

} // namespace unify_ls::simulator
