#pragma once

#include "server/base/clock.h"
#include "server/credentials/vault.h"
#include "server/http/url.h"
#include "server/platform/api.h"
#include "server/runs/journal.h"
#include "server/state/token_rights.h"

#include <optional>
#include <string>

namespace unify_ls::commands {

/// Whether the token in use may read. The documented token is for starting runs and nothing else: every read
/// answers 403. What was seen of a token counts for a day, in every process, so that nobody asks at each
/// step.
class ReadingRights {
 public:
  /// Keeps references to all of them.
  ReadingRights(credentials::Vault& vault, state::TokenRights& rights, const Clock& clock)
      : vault_(vault),
        rights_(rights),
        clock_(clock) {}

  /// Nothing when it is not known, or there is no token.
  Task<std::optional<bool>> known(credentials::Patience patience) const;

  Task<> note(bool may_read, credentials::Patience patience) const;

  /// Whether the platform rejected the token in use, as far as this process saw.
  Task<bool> rejected(credentials::Patience patience) const;

  Task<> note_rejected(credentials::Patience patience) const;

 private:
  credentials::Vault& vault_;
  state::TokenRights& rights_;
  const Clock& clock_;
  mutable std::string rejected_{}; ///< the fingerprint of the token that was rejected last
};

/// For whoever would follow or watch a run: says where to look.
Error cannot_watch(const runs::Run& run, const http::BaseUrl& ui_url);

/// The failure of everything that would have to read with a token that may not.
Error reads_denied();

/// The platform for a token of which it may be known that it cannot read: then a read fails as `forbidden`
/// without being sent. Learns from what the platform answers. check_token() and trigger() are always sent.
class ReadingApi final : public platform::Api {
 public:
  /// Keeps references.
  ReadingApi(platform::Api& api, const ReadingRights& rights, credentials::Patience patience)
      : api_(api),
        rights_(rights),
        patience_(patience) {}

  Task<Result<std::vector<platform::Organization>>> organizations() override;
  Task<Result<std::vector<platform::Component>>>
  components_by_repository(std::string organization_id, std::string repository_url) override;
  Task<Result<std::vector<platform::Component>>> components(std::string organization_id) override;
  Task<Result<platform::Component>> component(std::string organization_id, std::string component_id) override;
  Task<Result<platform::ServerGreeting>> check_token() override;
  Task<Result<platform::ServerGreeting>> reach() override;
  Task<platform::TriggerOutcome> trigger(platform::TriggerRequest request,
                                         std::shared_ptr<http::Recall> recall) override;
  Result<platform::RequestPreview>
  trigger_request_preview(const platform::TriggerRequest& request) const override;
  Task<Result<platform::Run>> run(std::string component_id, std::string run_id) override;
  Task<Result<std::vector<platform::Artifact>>> artifacts(std::string component_id,
                                                          std::string run_id) override;
  Task<Result<std::vector<platform::TestResultFile>>> test_results(std::string component_id,
                                                                   std::string run_id) override;
  Task<Result<std::vector<platform::Deployment>>> deployments(std::string component_id,
                                                              std::string run_id) override;
  Task<Result<std::vector<platform::Evidence>>> evidences(std::string component_id,
                                                          std::string run_id) override;

 private:
  template <class T> Task<Result<T>> read(Task<Result<T>> question);

  platform::Api& api_;
  const ReadingRights& rights_;
  credentials::Patience patience_;
};

} // namespace unify_ls::commands
