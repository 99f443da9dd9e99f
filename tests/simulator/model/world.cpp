#include "tests/simulator/model/world.h"

#include "tests/simulator/model/world_file.h"

#include <algorithm>
#include <stdexcept>

namespace unify_ls::simulator {
namespace {

template <typename Items, typename Matches>
auto find_in(const Items& items, Matches matches) -> const typename Items::value_type* {
  const auto found = std::ranges::find_if(items, matches);
  return found == items.end() ? nullptr : &*found;
}

constexpr std::string_view default_world_text = R"json({
  "tokens": [
    {"name": "full", "value": "cb_api_simulator_full", "rights": "full"},
    {"name": "triggerOnly", "value": "cb_api_simulator_trigger_only", "rights": "triggerOnly"},
    {"name": "readOnly", "value": "cb_api_simulator_read_only", "rights": "readOnly"},
    {"name": "expired", "value": "cb_api_simulator_expired", "rights": "expired"}
  ],
  "organizations": [
    {"id": "11111111-0000-4000-8000-000000000001", "displayName": "Acme", "domainName": "acme"},
    {"id": "11111111-0000-4000-8000-000000000002", "displayName": "Acme Labs", "domainName": "labs",
     "parentId": "11111111-0000-4000-8000-000000000001"}
  ],
  "components": [
    {"id": "22222222-0000-4000-8000-000000000001", "name": "shop-api",
     "organizationId": "11111111-0000-4000-8000-000000000001",
     "repositoryUrl": "https://github.com/acme/shop-api.git"},
    {"id": "22222222-0000-4000-8000-000000000002", "name": "shop-web",
     "organizationId": "11111111-0000-4000-8000-000000000001",
     "repositoryUrl": "https://github.com/acme/shop-web.git"},
    {"id": "22222222-0000-4000-8000-000000000003", "name": "lab-bench",
     "organizationId": "11111111-0000-4000-8000-000000000002",
     "repositoryUrl": "https://github.com/acme/lab-bench.git"}
  ],
  "runs": {
    "steps": [
      {"status": "PENDING"},
      {"status": "STARTED", "afterReads": 1},
      {"status": "SUCCEEDED", "afterReads": 2}
    ]
  },
  "details": {
    "artifacts": {"artifacts": [
      {"name": "shop-api", "version": "1.4.2", "url": "https://registry.example/acme/shop-api:1.4.2",
       "type": "DOCKER", "digest": "sha256:0000000000000000000000000000000000000000000000000000000000000042"}]},
    "test-results": {"files": [
      {"fileName": "junit.xml", "downloadUrl": "{address}/downloads/junit.xml"}]},
    "deployments": {"deployments": [
      {"artifact": {"name": "shop-api", "version": "1.4.2"}, "environment": "staging",
       "deployedOn": "2026-01-02T03:04:05Z", "workflowName": "deploy"}]},
    "evidences": {"evidences": [
      {"content": "## Approved\nby the on-call engineer", "format": "markdown"}]},
    "security-results": {}
  }
})json";

} // namespace

const Token* World::token(std::string_view value) const {
  return find_in(tokens, [&](const Token& token) { return token.value == value; });
}

const Organization* World::organization(std::string_view id) const {
  return find_in(organizations, [&](const Organization& organization) { return organization.id == id; });
}

const Component* World::component(std::string_view id) const {
  return find_in(components, [&](const Component& component) { return component.id == id; });
}

const Steps& World::steps_of(std::string_view workflow_file) const {
  const auto own = steps_by_workflow.find(workflow_file);
  return own == steps_by_workflow.end() ? steps : own->second;
}

World default_world() {
  World world;
  const Checked merged = merge_world(world, json::parse(default_world_text));
  if (!merged) throw std::logic_error("The default world is wrong: " + merged.error());
  return world;
}

} // namespace unify_ls::simulator
