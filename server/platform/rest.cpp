#include "server/platform/rest.h"

#include "server/platform/decode.h"
#include "server/platform/failures.h"
#include "server/platform/trigger.h"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace unify_ls::platform {

namespace json = boost::json;

namespace {

constexpr std::string_view organizations_path = "/v1/organizations";
constexpr std::string_view organization_page_length = "100";
constexpr std::string_view component_page_size = "1000";

/// Whether v1 may have what v4 does not give: the operation is gone, or its answer has another shape.
bool is_worth_asking_v1(const Error& error) {
  const int status = error.http_status.value_or(0);
  const bool unusable = error.kind == ErrorKind::platform && !error.http_status;
  return unusable || status == 404 || status == 405 || status == 410 || status == 501;
}

std::string greeting_target() {
  return http::with_query(organizations_path, {{"pagination.pageLength", "1"}});
}

ServerGreeting greeting_from(const http::Response& response) {
  return {.status = response.status, .server_time = response.date};
}

} // namespace

RestApi::RestApi(http::Transport& transport, Clock& clock, Log& log, credentials::Patience patience)
    : transport_(transport),
      log_(log),
      patience_(patience),
      reader_(transport, clock, patience) {}

Task<Result<std::vector<Organization>>> RestApi::organizations() {
  std::vector<Organization> all;
  std::set<std::string> seen;
  for (int page_number = 1; page_number <= page_limit; ++page_number) {
    const std::string target = http::with_query(
        organizations_path, {{"pagination.page", std::to_string(page_number)},
                             {"pagination.pageLength", std::string(organization_page_length)}});
    const Result<json::value> answer = co_await reader_.json(target);
    if (!answer) co_return std::unexpected(answer.error());
    auto page = decode_organizations(*answer);
    if (!page) co_return std::unexpected(unusable_answer(reader_.host()));
    // A server that does not know this paging gives the same page forever.
    const bool repeats = std::ranges::all_of(page->ids, [&](const auto& id) { return seen.contains(id); });
    if (repeats) co_return all;
    for (Organization& organization : page->organizations)
      if (!seen.contains(organization.id)) all.push_back(std::move(organization));
    seen.insert(page->ids.begin(), page->ids.end());
    if (page->last) co_return all;
  }
  log_.warn("organizations beyond page {} were not read", page_limit);
  co_return all;
}

Task<Result<std::vector<Component>>> RestApi::components_v4(std::string organization_id,
                                                            std::optional<std::string> repository_url) {
  const Result<std::string> organization = id_segment("an organization", organization_id);
  if (!organization) co_return std::unexpected(organization.error());
  std::vector<std::pair<std::string_view, std::string>> query{{"pageSize", std::string(component_page_size)}};
  if (repository_url) query.emplace_back("repositoryUrl", *repository_url);
  const std::string path = fmt::format("/v4/organizations/{}/components", *organization);

  std::vector<Component> all;
  std::set<std::string> cursors;
  std::string cursor;
  for (int page_number = 1; page_number <= page_limit; ++page_number) {
    auto page_query = query;
    if (!cursor.empty()) page_query.emplace_back("pageToken", cursor);
    const Result<json::value> answer = co_await reader_.json(http::with_query(path, page_query));
    if (!answer) co_return std::unexpected(answer.error());
    auto page = decode_components_v4(*answer);
    if (!page) co_return std::unexpected(unusable_answer(reader_.host()));
    std::ranges::move(page->components, std::back_inserter(all));
    cursor = std::move(page->next_token);
    if (cursor.empty() || !cursors.insert(cursor).second) co_return all;
  }
  log_.warn("components beyond page {} were not read", page_limit);
  co_return all;
}

Task<Result<std::vector<Component>>> RestApi::components_v1(std::string organization_id) {
  const Result<std::string> organization = id_segment("an organization", organization_id);
  if (!organization) co_return std::unexpected(organization.error());
  const std::string target = http::with_query(
      fmt::format("{}/{}/services", organizations_path, *organization), {{"typeFilter", "COMPONENT_FILTER"}});
  const Result<json::value> answer = co_await reader_.json(target);
  if (!answer) co_return std::unexpected(answer.error());
  auto components = decode_services_v1(*answer);
  if (!components) co_return std::unexpected(unusable_answer(reader_.host()));
  co_return std::move(*components);
}

Task<Result<std::vector<Component>>> RestApi::components(std::string organization_id) {
  auto found = co_await components_v4(organization_id, std::nullopt);
  if (found || !is_worth_asking_v1(found.error())) co_return found;
  auto older = co_await components_v1(organization_id);
  co_return older;
}

Task<Result<std::vector<Component>>> RestApi::components_by_repository(std::string organization_id,
                                                                       std::string repository_url) {
  auto found = co_await components_v4(organization_id, repository_url);
  if (found || !is_worth_asking_v1(found.error())) co_return found;
  auto older = co_await components_v1(organization_id);
  if (older)
    std::erase_if(*older, [&](const Component& one) { return one.repository_url != repository_url; });
  co_return older;
}

Task<Result<Component>> RestApi::component_at(std::string target, std::string component_id) {
  const Result<json::value> answer = co_await reader_.json(std::move(target));
  if (!answer) co_return std::unexpected(answer.error());
  auto component = decode_component(*answer);
  // What we ask for decides where a run is started: an answer about another component is none.
  if (!component || component->id != component_id) co_return std::unexpected(unusable_answer(reader_.host()));
  co_return std::move(*component);
}

Task<Result<Component>> RestApi::component(std::string organization_id, std::string component_id) {
  const Result<std::string> organization = id_segment("an organization", organization_id);
  if (!organization) co_return std::unexpected(organization.error());
  const Result<std::string> id = id_segment("a component", component_id);
  if (!id) co_return std::unexpected(id.error());
  auto found = co_await component_at(fmt::format("/v4/organizations/{}/components/{}", *organization, *id),
                                     component_id);
  if (found || !is_worth_asking_v1(found.error())) co_return found;
  auto older = co_await component_at(fmt::format("{}/{}/services/{}", organizations_path, *organization, *id),
                                     component_id);
  // v1's own operation is not published: where it is missing, the answer of v4 counts.
  co_return older || !is_worth_asking_v1(older.error()) ? older : found;
}

Task<Result<ServerGreeting>> RestApi::check_token() {
  const Result<http::Response> answer = co_await reader_.response(greeting_target());
  if (!answer) co_return std::unexpected(answer.error());
  // Whatever stands on the way may answer anything with 200: only what reads as the list says that we are in.
  const Result<json::value> list = reader_.content_of(*answer);
  if (!list) co_return std::unexpected(list.error());
  if (!decode_organizations(*list)) co_return std::unexpected(unusable_answer(reader_.host()));
  co_return greeting_from(*answer);
}

Task<Result<ServerGreeting>> RestApi::reach() {
  const http::Answer answer = co_await transport_.send({.target = greeting_target(), .authorized = false});
  if (!answer) co_return std::unexpected(read_error(answer.error(), reader_.host()));
  co_return greeting_from(*answer);
}

Task<TriggerOutcome> RestApi::trigger(TriggerRequest request, std::shared_ptr<http::Recall> recall) {
  Result<http::Request> prepared = trigger_http_request(request);
  if (!prepared) co_return TriggerOutcome{.state = TriggerOutcome::State::refused, .error = prepared.error()};
  prepared->patience = patience_;
  prepared->recall = std::move(recall);
  const http::Answer answer = co_await transport_.send(std::move(*prepared));
  co_return trigger_outcome(answer, reader_.host());
}

Result<RequestPreview> RestApi::trigger_request_preview(const TriggerRequest& request) const {
  Result<http::Request> prepared = trigger_http_request(request);
  if (!prepared) return std::unexpected(prepared.error());
  return RequestPreview{.method = std::string(http::name_of(prepared->method)),
                        .url = transport_.base().text() + prepared->target,
                        .headers = std::move(prepared->headers),
                        .body = std::move(prepared->body)};
}

Task<Result<Run>> RestApi::run(std::string component_id, std::string run_id) {
  const Result<std::string> component = id_segment("a component", component_id);
  if (!component) co_return std::unexpected(component.error());
  const Result<std::string> id = id_segment("a run", run_id);
  if (!id) co_return std::unexpected(id.error());
  // In the background a run is followed: that has time, and the platform's word on when to come back counts.
  const Endurance endurance = patience_ == credentials::Patience::background ? long_endurance : Endurance{};
  const Result<json::value> answer =
      co_await reader_.json(fmt::format("/v4/components/{}/runs/{}", *component, *id), endurance);
  if (!answer) co_return std::unexpected(answer.error());
  auto run = decode_run(*answer);
  if (!run) co_return std::unexpected(unusable_answer(reader_.host()));
  co_return std::move(*run);
}

template <class T>
Task<Result<std::vector<T>>> RestApi::list_of_run(std::string component_id, std::string run_id,
                                                  std::string_view list,
                                                  std::vector<T> (*decode)(const json::value&)) {
  const Result<std::string> component = id_segment("a component", component_id);
  if (!component) co_return std::unexpected(component.error());
  const Result<std::string> id = id_segment("a run", run_id);
  if (!id) co_return std::unexpected(id.error());
  const Result<json::value> answer =
      co_await reader_.json(fmt::format("/v4/components/{}/runs/{}/{}", *component, *id, list));
  if (!answer) co_return std::unexpected(answer.error());
  co_return decode(*answer);
}

Task<Result<std::vector<Artifact>>> RestApi::artifacts(std::string component_id, std::string run_id) {
  return list_of_run(std::move(component_id), std::move(run_id), "artifacts", &decode_artifacts);
}

Task<Result<std::vector<TestResultFile>>> RestApi::test_results(std::string component_id,
                                                                std::string run_id) {
  return list_of_run(std::move(component_id), std::move(run_id), "test-results", &decode_test_results);
}

Task<Result<std::vector<Deployment>>> RestApi::deployments(std::string component_id, std::string run_id) {
  return list_of_run(std::move(component_id), std::move(run_id), "deployments", &decode_deployments);
}

Task<Result<std::vector<Evidence>>> RestApi::evidences(std::string component_id, std::string run_id) {
  return list_of_run(std::move(component_id), std::move(run_id), "evidences", &decode_evidences);
}

} // namespace unify_ls::platform
