#include "fake_api.h"

#include <utility>

namespace unify_ls::testing {
namespace {

template <class T> Task<Result<T>> nothing() {
  co_return fail(ErrorKind::notFound, "There is nothing here.");
}

} // namespace

void FakeApi::add_organization(std::string id, std::string name) {
  all_organizations.push_back({.id = std::move(id), .display_name = std::move(name)});
}

void FakeApi::add_component(std::string organization, std::string id, std::string name,
                            std::string repository) {
  all_components.push_back({.id = std::move(id),
                            .name = std::move(name),
                            .repository_url = std::move(repository),
                            .organization_id = std::move(organization)});
}

void FakeApi::refuse(std::string organization, ErrorKind kind, int status) {
  refused[std::move(organization)] = Error{.kind = kind, .message = "No.", .http_status = status};
}

Task<Result<std::vector<platform::Organization>>> FakeApi::organizations() {
  ++asked;
  if (const auto no = refused.find(""); no != refused.end()) co_return fail(no->second);
  co_return all_organizations;
}

Task<Result<std::vector<platform::Component>>> FakeApi::components_by_repository(std::string organization,
                                                                                 std::string url) {
  ++asked;
  if (const auto no = refused.find(organization); no != refused.end()) co_return fail(no->second);
  addresses.push_back(url);
  std::vector<platform::Component> found;
  for (const platform::Component& component : all_components)
    if (component.organization_id == organization && component.repository_url == url)
      found.push_back(component);
  co_return found;
}

Task<Result<std::vector<platform::Component>>> FakeApi::components(std::string organization) {
  ++asked;
  if (const auto no = refused.find(organization); no != refused.end()) co_return fail(no->second);
  std::vector<platform::Component> found;
  for (const platform::Component& component : all_components)
    if (component.organization_id == organization) found.push_back(component);
  co_return found;
}

Task<Result<platform::Component>> FakeApi::component(std::string organization, std::string id) {
  ++asked;
  if (const auto no = refused.find(organization); no != refused.end()) co_return fail(no->second);
  for (const platform::Component& component : all_components)
    if (component.organization_id == organization && component.id == id) co_return component;
  co_return fail(ErrorKind::notFound, "No such component.");
}

Task<Result<platform::ServerGreeting>> FakeApi::check_token() { co_return token_check; }

Task<Result<platform::ServerGreeting>> FakeApi::reach() { co_return reached; }

Task<platform::TriggerOutcome> FakeApi::trigger(platform::TriggerRequest request,
                                                std::shared_ptr<http::Recall>) {
  triggers.push_back(std::move(request));
  co_return outcome;
}

Result<platform::RequestPreview> FakeApi::trigger_request_preview(const platform::TriggerRequest&) const {
  return platform::RequestPreview{};
}

Task<Result<platform::Run>> FakeApi::run(std::string, std::string) { co_return shown_run; }

Task<Result<std::vector<platform::Artifact>>> FakeApi::artifacts(std::string, std::string) {
  return nothing<std::vector<platform::Artifact>>();
}

Task<Result<std::vector<platform::TestResultFile>>> FakeApi::test_results(std::string, std::string) {
  return nothing<std::vector<platform::TestResultFile>>();
}

Task<Result<std::vector<platform::Deployment>>> FakeApi::deployments(std::string, std::string) {
  return nothing<std::vector<platform::Deployment>>();
}

Task<Result<std::vector<platform::Evidence>>> FakeApi::evidences(std::string, std::string) {
  return nothing<std::vector<platform::Evidence>>();
}

} // namespace unify_ls::testing
