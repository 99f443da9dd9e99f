#include "server/commands/reading_rights.h"

#include <fmt/format.h>

namespace unify_ls::commands {

Task<std::optional<bool>> ReadingRights::known(credentials::Patience patience) const {
  const auto token = co_await vault_.fingerprint(patience);
  if (!token) co_return std::nullopt;
  const auto seen = rights_.may_read(vault_.origin(), *token, clock_.now());
  co_return seen ? *seen : std::nullopt;
}

Task<> ReadingRights::note(bool may_read, credentials::Patience patience) const {
  const auto token = co_await vault_.fingerprint(patience);
  if (!token) co_return;
  // Without a memory it is asked each time.
  (void)rights_.note(vault_.origin(), *token, may_read, clock_.now());
}

Task<bool> ReadingRights::rejected(credentials::Patience patience) const {
  if (rejected_.empty()) co_return false;
  const auto token = co_await vault_.fingerprint(patience);
  co_return token && *token == rejected_;
}

Task<> ReadingRights::note_rejected(credentials::Patience patience) const {
  const auto token = co_await vault_.fingerprint(patience);
  if (token) rejected_ = *token;
}

Error cannot_watch(const runs::Run& run, const http::BaseUrl& ui_url) {
  return {.kind = ErrorKind::forbidden,
          .message = fmt::format("This token cannot read runs: watch it at {}",
                                 run.run_url.empty() ? ui_url.text() : run.run_url)};
}

Error reads_denied() {
  return {.kind = ErrorKind::forbidden,
          .message =
              "This token may only start runs and cannot read: look in Unify, or store one that may read."};
}

/// `question` is a task that has not begun: one that is not awaited is never asked.
template <class T> Task<Result<T>> ReadingApi::read(Task<Result<T>> question) {
  const std::optional<bool> known = co_await rights_.known(patience_);
  if (known == false) co_return fail(reads_denied());
  Result<T> answer = co_await std::move(question);
  if (!answer && answer.error().kind == ErrorKind::tokenRejected) co_await rights_.note_rejected(patience_);
  if (answer && !known) co_await rights_.note(true, patience_);
  if (answer || answer.error().kind != ErrorKind::forbidden || known) co_return answer;
  // One thing may be denied, or everything: the token's own list of organizations tells.
  const auto checked = co_await check_token();
  if (!checked && checked.error().kind == ErrorKind::forbidden) co_return fail(reads_denied());
  co_return answer;
}

Task<Result<std::vector<platform::Organization>>> ReadingApi::organizations() {
  const std::optional<bool> known = co_await rights_.known(patience_);
  if (known == false) co_return fail(reads_denied());
  auto answer = co_await api_.organizations();
  if (!answer && answer.error().kind == ErrorKind::tokenRejected) co_await rights_.note_rejected(patience_);
  // Its own list tells of all reading at once.
  const bool denied = !answer && answer.error().kind == ErrorKind::forbidden;
  if (denied || (answer && !known)) co_await rights_.note(!denied, patience_);
  if (denied) co_return fail(reads_denied());
  co_return answer;
}

Task<Result<std::vector<platform::Component>>>
ReadingApi::components_by_repository(std::string organization_id, std::string repository_url) {
  return read(api_.components_by_repository(std::move(organization_id), std::move(repository_url)));
}

Task<Result<std::vector<platform::Component>>> ReadingApi::components(std::string organization_id) {
  return read(api_.components(std::move(organization_id)));
}

Task<Result<platform::Component>> ReadingApi::component(std::string organization_id,
                                                        std::string component_id) {
  return read(api_.component(std::move(organization_id), std::move(component_id)));
}

Task<Result<platform::ServerGreeting>> ReadingApi::check_token() {
  Result<platform::ServerGreeting> checked = co_await api_.check_token();
  if (checked) co_await rights_.note(true, patience_);
  if (!checked && checked.error().kind == ErrorKind::forbidden) co_await rights_.note(false, patience_);
  if (!checked && checked.error().kind == ErrorKind::tokenRejected) co_await rights_.note_rejected(patience_);
  co_return checked;
}

Task<Result<platform::ServerGreeting>> ReadingApi::reach() { return api_.reach(); }

Task<platform::TriggerOutcome> ReadingApi::trigger(platform::TriggerRequest request,
                                                   std::shared_ptr<http::Recall> recall) {
  platform::TriggerOutcome outcome = co_await api_.trigger(std::move(request), std::move(recall));
  if (outcome.error && outcome.error->kind == ErrorKind::tokenRejected)
    co_await rights_.note_rejected(patience_);
  co_return outcome;
}

Result<platform::RequestPreview>
ReadingApi::trigger_request_preview(const platform::TriggerRequest& request) const {
  return api_.trigger_request_preview(request);
}

Task<Result<platform::Run>> ReadingApi::run(std::string component_id, std::string run_id) {
  return read(api_.run(std::move(component_id), std::move(run_id)));
}

Task<Result<std::vector<platform::Artifact>>> ReadingApi::artifacts(std::string component_id,
                                                                    std::string run_id) {
  return read(api_.artifacts(std::move(component_id), std::move(run_id)));
}

Task<Result<std::vector<platform::TestResultFile>>> ReadingApi::test_results(std::string component_id,
                                                                             std::string run_id) {
  return read(api_.test_results(std::move(component_id), std::move(run_id)));
}

Task<Result<std::vector<platform::Deployment>>> ReadingApi::deployments(std::string component_id,
                                                                        std::string run_id) {
  return read(api_.deployments(std::move(component_id), std::move(run_id)));
}

Task<Result<std::vector<platform::Evidence>>> ReadingApi::evidences(std::string component_id,
                                                                    std::string run_id) {
  return read(api_.evidences(std::move(component_id), std::move(run_id)));
}

} // namespace unify_ls::commands
