#pragma once

#include "server/base/error.h"
#include "server/base/task.h"
#include "server/http/recall.h"
#include "server/platform/model.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::platform {

/// The platform, as commands see it; a seam for their tests. Reads can be cancelled; they wait and ask again
/// where the platform asks to slow down, a bounded number of times.
class Api {
 public:
  virtual ~Api() = default;

  /// All organizations that the token sees, apart from those that are visible as ancestors only.
  virtual Task<Result<std::vector<Organization>>> organizations() = 0;

  /// Components of an organization whose repository has exactly this clone URL (the form with .git).
  virtual Task<Result<std::vector<Component>>> components_by_repository(std::string organization_id,
                                                                        std::string repository_url) = 0;

  /// All components of an organization.
  virtual Task<Result<std::vector<Component>>> components(std::string organization_id) = 0;

  virtual Task<Result<Component>> component(std::string organization_id, std::string component_id) = 0;

  /// One cheap read: succeeds when the token is accepted.
  virtual Task<Result<ServerGreeting>> check_token() = 0;

  /// The same request without a token: succeeds when the server answers at all, whatever it says.
  virtual Task<Result<ServerGreeting>> reach() = 0;

  /// Starts a run, once. Neither fails nor throws for reasons of the network, and is not to be cancelled
  /// before `recall`, which may be null, took it back: who may want to stop waiting for it spawns it on its
  /// own.
  virtual Task<TriggerOutcome> trigger(TriggerRequest request, std::shared_ptr<http::Recall> recall) = 0;

  /// What trigger() would send.
  virtual Result<RequestPreview> trigger_request_preview(const TriggerRequest& request) const = 0;

  /// notFound means that this run cannot be followed here, not that there is no such run.
  virtual Task<Result<Run>> run(std::string component_id, std::string run_id) = 0;

  virtual Task<Result<std::vector<Artifact>>> artifacts(std::string component_id, std::string run_id) = 0;
  virtual Task<Result<std::vector<TestResultFile>>> test_results(std::string component_id,
                                                                 std::string run_id) = 0;
  virtual Task<Result<std::vector<Deployment>>> deployments(std::string component_id, std::string run_id) = 0;
  virtual Task<Result<std::vector<Evidence>>> evidences(std::string component_id, std::string run_id) = 0;
};

} // namespace unify_ls::platform
