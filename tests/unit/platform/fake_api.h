#pragma once

#include "server/platform/api.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace unify_ls::testing {

/// A platform with organizations and components, which starts and shows every run as it is told to, and
/// errors on order. It counts what it is asked.
class FakeApi final : public platform::Api {
 public:
  void add_organization(std::string id, std::string name) {
    all_organizations.push_back({.id = std::move(id), .display_name = std::move(name)});
  }

  void add_component(std::string organization, std::string id, std::string name, std::string repository) {
    all_components.push_back({.id = std::move(id),
                              .name = std::move(name),
                              .repository_url = std::move(repository),
                              .organization_id = std::move(organization)});
  }

  /// Every question about this organization fails so; "" is the question for all organizations.
  void refuse(std::string organization, ErrorKind kind, int status) {
    refused[std::move(organization)] = Error{.kind = kind, .message = "No.", .http_status = status};
  }

  Task<Result<std::vector<platform::Organization>>> organizations() override {
    ++asked;
    if (const auto no = refused.find(""); no != refused.end()) co_return fail(no->second);
    co_return all_organizations;
  }

  Task<Result<std::vector<platform::Component>>> components_by_repository(std::string organization,
                                                                          std::string url) override {
    ++asked;
    if (const auto no = refused.find(organization); no != refused.end()) co_return fail(no->second);
    addresses.push_back(url);
    std::vector<platform::Component> found;
    for (const platform::Component& component : all_components)
      if (component.organization_id == organization && component.repository_url == url)
        found.push_back(component);
    co_return found;
  }

  Task<Result<std::vector<platform::Component>>> components(std::string organization) override {
    ++asked;
    if (const auto no = refused.find(organization); no != refused.end()) co_return fail(no->second);
    std::vector<platform::Component> found;
    for (const platform::Component& component : all_components)
      if (component.organization_id == organization) found.push_back(component);
    co_return found;
  }

  Task<Result<platform::Component>> component(std::string organization, std::string id) override {
    ++asked;
    if (const auto no = refused.find(organization); no != refused.end()) co_return fail(no->second);
    for (const platform::Component& component : all_components)
      if (component.organization_id == organization && component.id == id) co_return component;
    co_return fail(ErrorKind::notFound, "No such component.");
  }

  Task<Result<platform::ServerGreeting>> check_token() override { co_return token_check; }

  Task<Result<platform::ServerGreeting>> reach() override { co_return reached; }

  Task<platform::TriggerOutcome> trigger(platform::TriggerRequest request,
                                         std::shared_ptr<http::Recall>) override {
    triggers.push_back(std::move(request));
    co_return outcome;
  }

  Result<platform::RequestPreview> trigger_request_preview(const platform::TriggerRequest&) const override {
    return platform::RequestPreview{};
  }

  Task<Result<platform::Run>> run(std::string, std::string) override { co_return shown_run; }

  Task<Result<std::vector<platform::Artifact>>> artifacts(std::string, std::string) override {
    return nothing<std::vector<platform::Artifact>>();
  }

  Task<Result<std::vector<platform::TestResultFile>>> test_results(std::string, std::string) override {
    return nothing<std::vector<platform::TestResultFile>>();
  }

  Task<Result<std::vector<platform::Deployment>>> deployments(std::string, std::string) override {
    return nothing<std::vector<platform::Deployment>>();
  }

  Task<Result<std::vector<platform::Evidence>>> evidences(std::string, std::string) override {
    return nothing<std::vector<platform::Evidence>>();
  }

  std::vector<platform::Organization> all_organizations;
  std::vector<platform::Component> all_components;
  std::map<std::string, Error> refused; ///< by organization
  std::vector<std::string> addresses;   ///< looked for, in order
  int asked = 0;
  Result<platform::ServerGreeting> token_check{platform::ServerGreeting{.status = 200}};
  Result<platform::ServerGreeting> reached{platform::ServerGreeting{.status = 401}};
  platform::TriggerOutcome outcome{.state = platform::TriggerOutcome::State::started, .run_id = "r1"};
  std::vector<platform::TriggerRequest> triggers; ///< in order
  Result<platform::Run> shown_run{platform::Run{.status = "SUCCEEDED", .ended = true}};

 private:
  template <class T> static Task<Result<T>> nothing() {
    co_return fail(ErrorKind::notFound, "There is nothing here.");
  }
};

} // namespace unify_ls::testing
