#include "server/base/text.h"
#include "server/base/time.h"
#include "server/base/together.h"
#include "server/commands/commands.h"
#include "server/commands/details_text.h"
#include "server/commands/place.h"
#include "server/commands/wire.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

/// Items of one kind in one answer; a person reads them.
constexpr std::size_t items_limit = 500;

/// An object out of what the platform gave, made safe to show; what it left out is left out.
class Item {
 public:
  Item& text(std::string_view name, const std::optional<std::string>& value) {
    if (value) object_[name] = printable(*value);
    return *this;
  }

  Item& time(std::string_view name, const std::optional<WallTime>& value) {
    if (value) object_[name] = to_rfc3339(*value);
    return *this;
  }

  Item& nested(std::string_view name, json::object value) {
    object_[name] = std::move(value);
    return *this;
  }

  json::object take() { return std::move(object_); }

 private:
  json::object object_;
};

json::object to_object(const platform::Artifact& artifact) {
  return Item()
      .text("name", artifact.name)
      .text("version", artifact.version)
      .text("type", artifact.type)
      .text("url", artifact.url)
      .text("digest", artifact.digest)
      .text("label", artifact.label)
      .text("commit", artifact.commit)
      .time("createdAt", artifact.created_at)
      .take();
}

json::object to_object(const platform::TestResultFile& file) {
  return Item()
      .text("fileName", file.file_name)
      .text("downloadUrl", file.download_url)
      .time("expiresAt", file.expires_at)
      .time("uploadedAt", file.uploaded_at)
      .take();
}

json::object to_object(const platform::Deployment& deployment) {
  return Item()
      .text("environment", deployment.environment)
      .text("workflowName", deployment.workflow_name)
      .time("deployedOn", deployment.deployed_on)
      .nested("artifact", to_object(deployment.artifact))
      .take();
}

json::object to_object(const platform::Evidence& evidence) {
  // Its line breaks are its form; everything else that could steer a terminal goes.
  std::string content;
  for (std::string_view rest = evidence.content ? *evidence.content : std::string_view(); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    content += printable(rest.substr(0, end)) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  json::object object = Item().text("jobId", evidence.job_id).time("createdAt", evidence.created_at).take();
  object["markdown"] = evidence.markdown;
  object["content"] = content;
  return object;
}

template <class T> json::array to_array(const std::vector<T>& items) {
  json::array list;
  for (const T& item : items)
    if (list.size() < items_limit) list.push_back(to_object(item));
  return list;
}

/// One kind of thing; where the platform does not give it, the details say why.
template <class T>
std::optional<json::array> take(protocol::RunDetails& details, std::string_view name,
                                const Result<std::vector<T>>& items) {
  if (items) return to_array(*items);
  if (!details.missing) details.missing.emplace();
  details.missing->push_back({std::string(name), printable(items.error().message)});
  return std::nullopt;
}

/// Asks the platform, by its own id of the run, what hangs on it, and looks at the run again.
Task<> add_what_hangs_on(const Services& services, runs::Run& run, protocol::RunDetails& details) {
  platform::Api& api = services.platform.api;
  const std::string component = run.component.component_id;
  const std::string id = run.run_id;
  // Side by side: a platform that does not answer is waited for once.
  const auto [look, artifacts, test_results, deployments, evidences] = co_await together(
      services.runs.follower().look(run), api.artifacts(component, id), api.test_results(component, id),
      api.deployments(component, id), api.evidences(component, id));
  details.artifacts = take(details, "artifacts", artifacts);
  details.testResults = take(details, "testResults", test_results);
  details.deployments = take(details, "deployments", deployments);
  details.evidences = take(details, "evidences", evidences);
}

Task<Result<Outcome>> details_of(const Services& services, protocol::IdArgs args) {
  auto run = co_await find_run(services.workspace, services.runs, args.id);
  if (!run) co_return fail(run.error());
  protocol::RunDetails details;
  if (!run->run_id.empty()) co_await add_what_hangs_on(services, *run, details);
  details.run = to_wire(*run);
  details.text = details_text(details);
  co_return Outcome{.value = std::move(details),
                    .gist =
                        fmt::format("{} on {}: {}", run->file, run->branch, runs::state_and_reason(*run))};
}

} // namespace

Task<Result<Planned>> plan_run_details(const Services& services, const protocol::IdArgs& args,
                                       const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services, args] { return details_of(services, args); }};
}

} // namespace unify_ls::commands
