#include "protocol/unify.h"
#include "server/commands/commands.h"
#include "server/commands/run_plan.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

/// For a POSIX shell: nothing inside single quotes has a meaning but the quote itself.
std::string shell_quoted(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'')
      word += R"('\'')";
    else
      word += c;
  }
  return word + "'";
}

std::string curl_text(const platform::RequestPreview& request) {
  std::string text = fmt::format("curl --request {} {} \\\n  --header \"Authorization: Bearer $UNIFY_TOKEN\"",
                                 request.method, shell_quoted(request.url));
  for (const auto& [name, value] : request.headers)
    text += fmt::format(" \\\n  --header {}", shell_quoted(name + ": " + value));
  return text + fmt::format(" \\\n  --data {}", shell_quoted(request.body));
}

Task<Result<Outcome>> show(const Services& services, RunRequest request) {
  const auto preview = services.platform.api.trigger_request_preview(to_trigger(request));
  if (!preview) co_return fail(preview.error());
  protocol::CurlText result{.text = curl_text(*preview)};
  co_return Outcome{.value = result, .gist = result.text};
}

} // namespace

Task<Result<Planned>> plan_workflow_curl(const Services& services, const protocol::WorkflowRunArgs& args,
                                         const Call& /*call*/, Form& form) {
  protocol::WorkflowRunArgs dry = args;
  dry.dryRun = true; // nothing is started, so nothing is confirmed
  Result<RunPlan> plan = co_await plan_run(services, std::move(dry), {}, form);
  if (!plan) co_return fail(plan.error());
  if (!plan->ready) co_return Planned{.declined = plan->declined};
  plan->complete.dryRun.reset();
  co_return Planned{.carry_out = [&services, request = *plan->ready] { return show(services, request); },
                    .complete = plan->complete};
}

} // namespace unify_ls::commands
