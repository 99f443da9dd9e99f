#pragma once

#include "server/platform/api.h"

#include <map>
#include <string>
#include <vector>

namespace unify_ls::testing {

/// A platform with organizations and components, which starts and shows every run as it is told to, and
/// errors on order. It counts what it is asked.
class FakeApi final : public platform::Api {
 public:
  void add_organization(std::string id, std::string name);

  void add_component(std::string organization, std::string id, std::string name, std::string repository);

  /// Every question about this organization fails so; "" is the question for all organizations.
  void refuse(std::string organization, ErrorKind kind, int status);

  Task<Result<std::vector<platform::Organization>>> organizations() override;
  Task<Result<std::vector<platform::Component>>> components_by_repository(std::string organization,
                                                                          std::string url) override;
  Task<Result<std::vector<platform::Component>>> components(std::string organization) override;
  Task<Result<platform::Component>> component(std::string organization, std::string id) override;
  Task<Result<platform::ServerGreeting>> check_token() override;
  Task<Result<platform::ServerGreeting>> reach() override;
  Task<platform::TriggerOutcome> trigger(platform::TriggerRequest request,
                                         std::shared_ptr<http::Recall>) override;
  Result<platform::RequestPreview> trigger_request_preview(const platform::TriggerRequest&) const override;
  Task<Result<platform::Run>> run(std::string, std::string) override;
  Task<Result<std::vector<platform::Artifact>>> artifacts(std::string, std::string) override;
  Task<Result<std::vector<platform::TestResultFile>>> test_results(std::string, std::string) override;
  Task<Result<std::vector<platform::Deployment>>> deployments(std::string, std::string) override;
  Task<Result<std::vector<platform::Evidence>>> evidences(std::string, std::string) override;

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
};

} // namespace unify_ls::testing
