#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/http/transport.h"
#include "server/platform/api.h"
#include "server/platform/reader.h"

#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::platform {

/// Lists are read this many pages far, and no further.
inline constexpr int page_limit = 100;

/// The platform over its REST API. v4 is beta and may go: what it gives is also asked of v1 where v1 has it.
/// Cheap to make: one for work that a person waits for and one for the background differ in `patience`, which
/// counts when the token has to be read.
class RestApi final : public Api {
 public:
  RestApi(http::Transport& transport, Clock& clock, Log& log, credentials::Patience patience);

  Task<Result<std::vector<Organization>>> organizations() override;
  Task<Result<std::vector<Component>>> components_by_repository(std::string organization_id,
                                                                std::string repository_url) override;
  Task<Result<std::vector<Component>>> components(std::string organization_id) override;
  Task<Result<Component>> component(std::string organization_id, std::string component_id) override;
  Task<Result<ServerGreeting>> check_token() override;
  Task<Result<ServerGreeting>> reach() override;
  Task<TriggerOutcome> trigger(TriggerRequest request, std::shared_ptr<http::Recall> recall) override;
  Result<RequestPreview> trigger_request_preview(const TriggerRequest& request) const override;
  Task<Result<Run>> run(std::string component_id, std::string run_id) override;
  Task<Result<std::vector<Artifact>>> artifacts(std::string component_id, std::string run_id) override;
  Task<Result<std::vector<TestResultFile>>> test_results(std::string component_id,
                                                         std::string run_id) override;
  Task<Result<std::vector<Deployment>>> deployments(std::string component_id, std::string run_id) override;
  Task<Result<std::vector<Evidence>>> evidences(std::string component_id, std::string run_id) override;

 private:
  Task<Result<std::vector<Component>>> components_v4(std::string organization_id,
                                                     std::optional<std::string> repository_url);
  Task<Result<std::vector<Component>>> components_v1(std::string organization_id);
  Task<Result<Component>> component_at(std::string target, std::string component_id);

  /// A list that hangs on a run.
  template <class T>
  Task<Result<std::vector<T>>> list_of_run(std::string component_id, std::string run_id,
                                           std::string_view list,
                                           std::vector<T> (*decode)(const boost::json::value&));

  http::Transport& transport_;
  Log& log_;
  credentials::Patience patience_;
  Reader reader_;
};

} // namespace unify_ls::platform
