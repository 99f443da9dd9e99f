#include "server/platform/decode.h"

#include "server/base/text.h"
#include "server/platform/fields.h"
#include "server/platform/run_status.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace unify_ls::platform {

namespace json = boost::json;

namespace {

/// Each object of a list, decoded; whatever is no object is left out.
template <class Decode> auto each_of(const json::array* list, Decode decode) {
  std::vector<decltype(decode(json::value{}))> decoded;
  if (list == nullptr) return decoded;
  for (const json::value& item : *list)
    if (item.is_object()) decoded.push_back(decode(item));
  return decoded;
}

Component component_from(const json::value& item) {
  return {.id = id_text(item, "id").value_or(""),
          .name = text(item, "name"),
          .repository_url = text(item, "repositoryUrl"),
          .default_branch = text(item, "defaultBranch"),
          .organization_id = id_text(item, "organizationId")};
}

/// A list that is missing is empty; a member of that name which is no list makes the answer unusable.
bool may_hold_list(const json::value& answer, std::string_view name) {
  const json::value* found = member(answer, name);
  return answer.is_object() && (found == nullptr || found->is_array() || found->is_null());
}

std::optional<std::vector<Component>> components_under(const json::value& answer, std::string_view name) {
  if (!may_hold_list(answer, name)) return std::nullopt;
  auto components = each_of(array_member(answer, name), component_from);
  std::erase_if(components, [](const Component& component) { return component.id.empty(); });
  return components;
}

Artifact artifact_from(const json::value& item) {
  return {.name = text(item, "name"),
          .version = text(item, "version"),
          .type = text(item, "type"),
          .url = text(item, "url"),
          .digest = text(item, "digest"),
          .label = text(item, "label"),
          .commit = text(item, "commit"),
          .created_at = time(item, "createdAt")};
}

TestResultFile test_result_from(const json::value& item) {
  return {.file_name = text(item, "fileName"),
          .download_url = text(item, "downloadUrl"),
          .expires_at = time(item, "expiresAt"),
          .uploaded_at = time(item, "uploadedAt")};
}

/// "a, b"; nothing where there is no text.
std::optional<std::string> joined_texts(const json::array& list) {
  std::string joined;
  for (const json::value& item : list)
    if (item.is_string() && !item.get_string().empty())
      joined += (joined.empty() ? "" : ", ") + std::string(item.get_string());
  if (joined.empty()) return std::nullopt;
  return joined;
}

/// A deployment describes its artifact in words of its own.
Artifact deployed_artifact_from(const json::value& item) {
  Artifact artifact = artifact_from(item);
  if (const json::array* labels = array_member(item, "labels")) artifact.label = joined_texts(*labels);
  if (const json::value* commit = member(item, "commit")) artifact.commit = text(*commit, "commitId");
  artifact.created_at = time(item, "publishedOn");
  return artifact;
}

Deployment deployment_from(const json::value& item) {
  const json::value* artifact = member(item, "artifact");
  return {.environment = text(item, "environment"),
          .workflow_name = text(item, "workflowName"),
          .deployed_on = time(item, "deployedOn"),
          .artifact = artifact != nullptr ? deployed_artifact_from(*artifact) : Artifact{}};
}

Evidence evidence_from(const json::value& item) {
  return {.content = text(item, "content"),
          .markdown = text(item, "format") == "markdown",
          .job_id = id_text(item, "jobId"),
          .created_at = time(item, "createdAt")};
}

/// An end that cannot be read is an end all the same; the zero time of Go is none.
bool has_end_time(const json::value& run) {
  const auto written = text(run, "endedAt");
  return written && !written->starts_with("0001-");
}

/// All objects of an answer, the shallow ones first, up to search_limit values.
std::vector<const json::value*> objects_in(const json::value& answer) {
  std::vector<const json::value*> queue{&answer};
  std::vector<const json::value*> objects;
  const auto enqueue = [&](const json::value& value) {
    if (value.is_structured() && queue.size() < search_limit) queue.push_back(&value);
  };
  for (std::size_t i = 0; i < queue.size(); ++i) {
    if (const json::object* object = queue[i]->if_object()) {
      objects.push_back(queue[i]);
      for (const auto& pair : *object) enqueue(pair.value());
    } else {
      for (const json::value& value : queue[i]->get_array()) enqueue(value);
    }
  }
  return objects;
}

using Reader = std::optional<std::string> (*)(const json::value&, std::string_view);

/// The first of the names that occurs anywhere with a usable text.
std::optional<std::string> first_of(const std::vector<const json::value*>& objects, Reader read,
                                    std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (const json::value* object : objects)
      if (auto found = read(*object, name)) return found;
  return std::nullopt;
}

} // namespace

std::optional<json::value> parse_answer(std::string_view body) {
  if (trimmed(body).empty()) return json::value(json::object{});
  json::parse_options options;
  options.max_depth = answer_depth_limit;
  json::error_code unreadable;
  const std::string repaired = is_valid_utf8(body) ? std::string() : repair_utf8(body);
  json::value answer = json::parse(repaired.empty() ? body : repaired, unreadable, {}, options);
  return unreadable ? std::nullopt : std::optional(std::move(answer));
}

bool says_no(const json::value& answer) {
  return !flag(answer, "success").value_or(true) || text(answer, "errorMessage").has_value();
}

std::optional<OrganizationPage> decode_organizations(const json::value& answer) {
  if (!may_hold_list(answer, "organizations")) return std::nullopt;
  OrganizationPage page;
  const json::value* pagination = member(answer, "pagination");
  page.last = pagination != nullptr && flag(*pagination, "lastPage").value_or(false);
  const json::array* list = array_member(answer, "organizations");
  if (list == nullptr) return page;
  for (const json::value& item : *list) {
    const auto id = id_text(item, "id");
    if (!id) continue;
    page.ids.push_back(*id);
    if (flag(item, "isImplicit").value_or(false)) continue;
    page.organizations.push_back({.id = *id,
                                  .display_name = text(item, "displayName"),
                                  .domain_name = text(item, "domainName"),
                                  .parent_id = id_text(item, "parentId")});
  }
  return page;
}

std::optional<ComponentPage> decode_components_v4(const json::value& answer) {
  auto components = components_under(answer, "components");
  if (!components) return std::nullopt;
  return ComponentPage{std::move(*components), text(answer, "nextPageToken").value_or("")};
}

std::optional<std::vector<Component>> decode_services_v1(const json::value& answer) {
  return components_under(answer, "service");
}

std::optional<Component> decode_component(const json::value& answer) {
  const json::value* wrapped = member(answer, "service");
  Component component = component_from(wrapped != nullptr ? *wrapped : answer);
  return component.id.empty() ? std::nullopt : std::optional(std::move(component));
}

std::optional<Run> decode_run(const json::value& answer) {
  Run run{.id = id_text(answer, "id"),
          .status = text(answer, "status"),
          .status_message = text(answer, "statusMessage"),
          .status_reason = text(answer, "statusReason"),
          .started_at = time(answer, "startedAt"),
          .ended_at = time(answer, "endedAt"),
          .url = text(answer, "url"),
          .ref = text(answer, "scmRef"),
          .commit = text(answer, "commitSha"),
          .workflow_name = text(answer, "workflowName"),
          .actor_name = text(answer, "actorName"),
          .number = number(answer, "runNumber")};
  if (!run.id && !run.status) return std::nullopt;
  run.ended = ended(run.status.value_or(""), has_end_time(answer));
  return run;
}

std::vector<Artifact> decode_artifacts(const json::value& answer) {
  return each_of(array_member(answer, "artifacts"), artifact_from);
}

std::vector<TestResultFile> decode_test_results(const json::value& answer) {
  return each_of(array_member(answer, "files"), test_result_from);
}

std::vector<Deployment> decode_deployments(const json::value& answer) {
  return each_of(array_member(answer, "deployments"), deployment_from);
}

std::vector<Evidence> decode_evidences(const json::value& answer) {
  return each_of(array_member(answer, "evidences"), evidence_from);
}

TriggerAnswer decode_trigger_answer(const json::value& answer) {
  const auto objects = answer.is_structured() ? objects_in(answer) : std::vector<const json::value*>();
  return {.refused = says_no(answer),
          .run_id = first_of(objects, id_text, {"runId", "automationRunId", "id"}),
          .run_url = first_of(objects, text, {"runUrl", "url"}),
          .organization_id = first_of(objects, id_text, {"organizationId"}),
          .automation_id = first_of(objects, id_text, {"automationId"})};
}

} // namespace unify_ls::platform
