#pragma once

#include "server/platform/model.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Answers of the platform, read leniently: every field may be missing, what has the wrong type counts as
/// missing, what we do not know is ignored. Nothing in here fails but parse_answer.
namespace unify_ls::platform {

/// Deeper answers are unreadable. Their size is bounded by http::body_limit.
inline constexpr std::size_t answer_depth_limit = 32;
/// A longer id, or one with other characters than visible ASCII, is none.
inline constexpr std::size_t id_length_limit = 256;
/// How many values of a trigger's answer are looked at for the ids.
inline constexpr std::size_t search_limit = 10000;

/// The body as JSON, wrong UTF-8 repaired; nothing when it cannot be read. An empty body is an empty object:
/// gRPC gateways leave out what has its default value.
std::optional<boost::json::value> parse_answer(std::string_view body);

struct OrganizationPage {
  std::vector<Organization> organizations; ///< without those that are visible as ancestors only
  std::vector<std::string> ids;            ///< of all of them: tells a page that repeats
  bool last = false;
};

/// Whether an answer tells of an error although its status does not: `success: false`, or an `errorMessage`.
bool says_no(const boost::json::value& answer);

std::optional<OrganizationPage> decode_organizations(const boost::json::value& answer);

struct ComponentPage {
  std::vector<Component> components;
  std::string next_token; ///< empty on the last page
};

/// Nothing when the answer is not a list of components at all.
std::optional<ComponentPage> decode_components_v4(const boost::json::value& answer);
std::optional<std::vector<Component>> decode_services_v1(const boost::json::value& answer);

/// One component, bare (v4) or as the member "service" (v1). Nothing when it has no id.
std::optional<Component> decode_component(const boost::json::value& answer);

/// Nothing when the answer has neither an id nor a status.
std::optional<Run> decode_run(const boost::json::value& answer);

std::vector<Artifact> decode_artifacts(const boost::json::value& answer);
std::vector<TestResultFile> decode_test_results(const boost::json::value& answer);
std::vector<Deployment> decode_deployments(const boost::json::value& answer);
std::vector<Evidence> decode_evidences(const boost::json::value& answer);

/// What a 2xx answer to a trigger says. Its shape is not published: ids are the shallowest non-empty texts
/// under the names that are known from elsewhere, at any depth.
struct TriggerAnswer {
  bool refused = false; ///< "success": false, or a non-empty "errorMessage", at the top
  std::optional<std::string> run_id;
  std::optional<std::string> run_url;
  std::optional<std::string> organization_id;
  std::optional<std::string> automation_id;
};

TriggerAnswer decode_trigger_answer(const boost::json::value& answer);

} // namespace unify_ls::platform
