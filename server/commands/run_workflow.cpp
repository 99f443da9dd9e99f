#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/preview_text.h"
#include "server/commands/run_plan.h"
#include "server/commands/wire.h"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace unify_ls::commands {
namespace {

Error confirm_again(std::string message) {
  Error error{.kind = ErrorKind::needsInput, .message = std::move(message)};
  error.missing = {"confirmed"};
  return error;
}

/// Nothing else is an obstacle but a journal that cannot be written, the same run and the same consent.
Task<Result<>> begin(runs::Record& record, const Consent& consent, runs::Run& run) {
  const auto check = consent.may_repeat ? runs::DuplicateCheck::force : runs::DuplicateCheck::refuse_same;
  const auto begun = co_await record.begin(run, check, consent.accepts_no_journal);
  if (!begun)
    co_return fail(confirm_again(
        fmt::format("The run cannot be written down, so nothing was sent. {} Confirm it once more.",
                    begun.error().message)));
  if (*begun == runs::Begun::duplicate) co_return refuse_duplicate();
  if (*begun == runs::Begun::confirmation_used)
    co_return fail(confirm_again("This confirmation has been used already: confirm again."));
  co_return Result<>{};
}

protocol::RunStarted result_of(const RunRequest& request, const platform::RequestPreview& preview) {
  protocol::RunStarted result{.outcome = "dryRun"};
  result.component = to_wire(request.run.component);
  result.branch = request.run.branch;
  result.commit = if_known(request.run.commit);
  result.file = request.run.file;
  result.inputs = to_wire(request.sent);
  for (const workflow::SentInput& input : request.sent) result.inputNames.push_back(input.name);
  result.request = to_wire(preview);
  return result;
}

/// Who sees no results sees the request here.
std::string dry_gist(const Client& client, const std::string& file, const platform::RequestPreview& preview) {
  std::string gist = fmt::format("Nothing was sent: {} would start.", file);
  if (client.is_plain()) gist += fmt::format(" {} {} {}", preview.method, preview.url, preview.body);
  return gist;
}

/// What a person should hear who was not shown a confirmation.
std::vector<std::string> notes_of(const RunRequest& request) {
  std::vector<std::string> notes;
  for (const RunWarning& warning : request.warnings)
    if (warning.kind == RunWarning::Kind::unusable_default)
      notes.push_back(fmt::format("Note that {}.", warning.text));
  return notes;
}

std::vector<std::string> notes_of(const runs::Sending& sending) {
  if (!sending.run().written_down)
    return {"This run is not written down, because the journal cannot be written: it is in no list of runs, "
            "and its "
            "confirmation is remembered by this process alone."};
  if (!sending.is_settled()) return {"That it was started is not written down yet; unify-ls goes on trying."};
  return {};
}

/// Where it is not `watchable`, the notes say where to look.
std::string gist_of(const http::BaseUrl& ui_url, const runs::Run& run, const std::vector<std::string>& notes,
                    bool watchable) {
  const std::string where =
      !watchable ? "."
      : run.run_url.empty()
          ? fmt::format(". The platform gave no address for the run: open the component's Runs page "
                        "in {}.",
                        ui_url.text())
          : ": " + run.run_url;
  return fmt::format("Started {}{}{}{}", run.file, where, notes.empty() ? "" : " ", fmt::join(notes, " "));
}

/// Starts a run, once: written down, sent on its own, its outcome written down. A dry run gives the request
/// instead. Where it cannot be written down, needsInput asks for a consent that knows, and nothing is sent,
/// unless the plan has one: then it is remembered in this process alone, and the result says so.
///
/// When the caller stops waiting before the first byte has left, nothing is sent, for certain, and
/// it throws as a cancelled task does. Later the transfer goes on: the answer is outcomeUnknown at once, and
/// the journal and unify/runChanged tell how it ended.
Task<Result<Outcome>> launch(const Services& services, RunPlan plan, bool dry_run,
                             std::optional<json::value> progress_token) {
  const RunRequest& request = *plan.ready;
  platform::TriggerRequest trigger = to_trigger(request);
  const auto preview = services.platform.api.trigger_request_preview(trigger);
  if (!preview) co_return fail(preview.error());
  protocol::RunStarted result = result_of(request, *preview);
  std::vector<std::string> notes = notes_of(request);
  if (!notes.empty()) result.notes = notes;
  if (dry_run) {
    result.text = preview_text(result);
    co_return Outcome{.value = result, .gist = dry_gist(services.client, request.run.file, *preview)};
  }

  // A missing token is a reason not to begin, so it is looked for while the person still waits.
  const auto token = co_await services.token.vault.token(services.platform.origin(), services.token.patience);
  if (!token) co_return fail(token.error());

  // Said once, when it is started, instead of being found out by everybody who would follow it.
  const std::optional<bool> may_read = co_await services.token.may_read();
  const bool watchable = may_read != false;

  // The last moment in which a cancel leaves no trace of the run.
  const asio::cancellation_state cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);

  runs::Run run = request.run;
  run.requested_at = services.clock.now();
  run.confirmation = plan.consent.confirmation;
  const Result<> begun = co_await begin(services.runs.record(), plan.consent, run);
  if (!begun) co_return fail(begun.error());
  if (run.confirmation)
    (void)services.finding.components.mark_confirmed({.folder = run.folder, .origin = run.origin},
                                                     run.component.component_id);

  const auto sending = services.runs.send(std::move(run));
  sending->begin(services.platform.api, std::move(trigger),
                 plan.follow && watchable && services.client.stays(), std::move(progress_token));
  const Result<> ended = co_await sending->outcome();
  if (!ended) co_return fail(ended.error());

  std::ranges::move(notes_of(*sending), std::back_inserter(notes));
  if (!watchable) notes.insert(notes.begin(), cannot_watch(sending->run(), services.platform.ui_url).message);
  result.outcome = "started";
  if (sending->run().written_down) result.id = sending->run().id;
  result.runId = if_known(sending->run().run_id);
  result.runUrl = if_known(sending->run().run_url);
  if (!notes.empty()) result.notes = notes;
  co_return Outcome{.value = result,
                    .gist = gist_of(services.platform.ui_url, sending->run(), notes, watchable),
                    .started = sending->run()};
}

/// The earlier run as arguments. Without `edit` its inputs are given, so that only those that were withheld
/// as secrets are asked.
protocol::WorkflowRunArgs args_of(const runs::Run& earlier, const protocol::RunAgainArgs& args) {
  protocol::WorkflowRunArgs again;
  again.folder = earlier.folder;
  again.file = earlier.file;
  again.branch = earlier.branch;
  again.componentId = args.componentId;
  again.dryRun = args.dryRun;
  again.confirmed = args.confirmed;
  again.force = args.force;
  if (args.edit.value_or(false)) return again;
  json::object inputs;
  for (const runs::RunInput& input : earlier.inputs)
    if (input.value) inputs[input.name] = *input.value;
  if (args.inputs)
    for (const auto& member : *args.inputs) inputs[member.key()] = member.value();
  again.inputs = std::move(inputs);
  return again;
}

protocol::RunAgainArgs complete_args(const protocol::RunAgainArgs& args, const runs::Run& earlier,
                                     const protocol::WorkflowRunArgs& run) {
  protocol::RunAgainArgs complete = args;
  complete.id = earlier.id;
  complete.edit.reset();
  complete.componentId = run.componentId;
  if (run.inputs) complete.inputs = run.inputs;
  complete.confirmed = run.confirmed;
  return complete;
}

/// `complete` says the same without a question, once the plan is one.
Planned planned(const Services& services, const Call& call, RunPlan plan, std::optional<bool> dry_run,
                WireValue complete) {
  Planned planned{.declined = plan.declined};
  if (plan.ready || plan.declined) planned.complete = std::move(complete);
  if (plan.ready)
    planned.carry_out = [&services, plan = std::move(plan), dry_run = dry_run.value_or(false),
                         token = call.progress_token] { return launch(services, plan, dry_run, token); };
  return planned;
}

} // namespace

Task<Result<Planned>> plan_workflow_run(const Services& services, const protocol::WorkflowRunArgs& args,
                                        const Call& call, Form& form) {
  Result<RunPlan> plan = co_await plan_run(services, args, {}, form);
  if (!plan) co_return fail(plan.error());
  WireValue complete = plan->complete;
  co_return planned(services, call, *std::move(plan), args.dryRun, std::move(complete));
}

Task<Result<Planned>> plan_run_again(const Services& services, const protocol::RunAgainArgs& args,
                                     const Call& call, Form& form) {
  const auto earlier = co_await find_run(services.workspace, services.runs, args.id);
  if (!earlier) co_return fail(earlier.error());
  Result<RunPlan> plan = co_await plan_run(services, args_of(*earlier, args), earlier->inputs, form);
  if (!plan) co_return fail(plan.error());
  WireValue complete = complete_args(args, *earlier, plan->complete);
  co_return planned(services, call, *std::move(plan), args.dryRun, std::move(complete));
}

} // namespace unify_ls::commands
