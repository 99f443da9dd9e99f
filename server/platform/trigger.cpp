#include "server/platform/trigger.h"

#include "server/base/text.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::platform {

namespace json = boost::json;

namespace {

/// JSON is written without a check, and the platform would get broken bytes.
bool is_writable(const TriggerRequest& request) {
  return is_valid_utf8(request.branch) && is_valid_utf8(request.file) &&
         std::ranges::all_of(request.inputs, [](const auto& input) {
           return is_valid_utf8(input.first) && is_valid_utf8(input.second);
         });
}

std::string trigger_body(const TriggerRequest& request) {
  json::object body;
  body["branchName"] = request.branch;
  body["workflowFileName"] = request.file;
  if (!request.inputs.empty()) {
    json::object inputs;
    for (const auto& [name, value] : request.inputs) inputs[name] = value;
    body["inputs"] = std::move(inputs);
  }
  return json::serialize(body);
}

} // namespace

Result<std::string> id_segment(std::string_view what, const std::string& id) {
  constexpr std::size_t length_limit = 256;
  const bool only_dots = id.find_first_not_of('.') == id.npos; // "" too
  if (only_dots || id.size() > length_limit)
    return fail(ErrorKind::notFound, fmt::format("\"{}\" is not an id of {}: check the settings.",
                                                 shortened(printable(id), 60), what));
  return http::percent_encoded(id);
}

Result<http::Request> trigger_http_request(const TriggerRequest& request) {
  const Result<std::string> component = id_segment("a component", request.component_id);
  if (!component) return std::unexpected(component.error());
  if (!is_writable(request))
    return fail(ErrorKind::invalidInputs,
                "The branch, the file or an input is not valid UTF-8, so it cannot be sent: correct it.");
  return http::Request{.method = http::Method::post,
                       .target = fmt::format("/v2/components/{}/trigger", *component),
                       .headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
                       .body = trigger_body(request),
                       .once = true};
}

} // namespace unify_ls::platform
