#include "server/commands/launch.h"

#include "server/commands/sending.h"
#include "server/commands/wire.h"
#include "server/state/patience.h"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <memory>

namespace unify_ls::commands {
namespace {

using state::BeginResult;
using state::JournalRun;

Error confirm_again(std::string message) {
  Error error{.kind = ErrorKind::needsInput, .message = std::move(message)};
  error.missing = {"confirmed"};
  return error;
}

/// Where the journal cannot be written, this process remembers the run alone, if whoever consented accepts
/// that; the run then says so. Nothing else is an obstacle but the same run or the same consent.
Task<Result<>> write_down(const Services& services, const RunPlan& plan, JournalRun& run) {
  const auto check = plan.may_repeat ? state::DuplicateCheck::force : state::DuplicateCheck::refuse_same;
  auto begun = co_await state::patiently(services.clock, state::write_patience,
                                         [&] { return services.journal.begin(run, check); });
  if (!begun) {
    if (!plan.accepts_no_journal)
      co_return fail(confirm_again(
          fmt::format("The run cannot be written down, so nothing was sent. {} Confirm it once more.",
                      begun.error().message)));
    services.log.warn("the run is not written down: {}", begun.error().message);
    run.written_down = false;
    begun = services.journal.begin_unwritten(run, check);
  }
  switch (begun->kind) {
  case BeginResult::Kind::begun: break;
  case BeginResult::Kind::duplicate:
    co_return fail(ErrorKind::duplicate,
                   "The same run was requested moments ago: give `force` to start it again.");
  case BeginResult::Kind::confirmation_used:
    co_return fail(confirm_again("This confirmation has been used already: confirm again."));
  }
  co_return Result<>{};
}

protocol::RunStarted result_of(const RunRequest& request, const platform::RequestPreview& preview) {
  protocol::RunStarted result{.outcome = "dryRun"};
  result.component = to_wire(request.component);
  result.branch = request.branch;
  result.commit = request.commit;
  result.file = request.file;
  result.inputs = to_wire(request.inputs);
  for (const workflow::SentInput& input : request.inputs) result.inputNames.push_back(input.name);
  result.request = to_wire(preview);
  return result;
}

/// What a person should hear who was not shown a confirmation.
std::vector<std::string> notes_of(const RunRequest& request) {
  std::vector<std::string> notes;
  for (const RunWarning& warning : request.warnings)
    if (warning.kind == RunWarning::Kind::unusable_default)
      notes.push_back(fmt::format("Note that {}.", warning.text));
  return notes;
}

std::vector<std::string> notes_of(const Sending& sending) {
  if (!sending.run().written_down)
    return {"This run is not written down, because the journal cannot be written: it is in no list of runs, "
            "and its "
            "confirmation is remembered by this process alone."};
  if (!sending.is_settled()) return {"That it was started is not written down yet; unify-ls goes on trying."};
  return {};
}

/// Where it is not `watchable`, the notes say where to look.
std::string gist_of(const Services& services, const JournalRun& run, const std::vector<std::string>& notes,
                    bool watchable) {
  const std::string where =
      !watchable ? "."
      : run.run_url.empty()
          ? fmt::format(". The platform gave no address for the run: open the component's Runs page "
                        "in {}.",
                        services.ui_url.text())
          : ": " + run.run_url;
  return fmt::format("Started {}{}{}{}", run.file, where, notes.empty() ? "" : " ", fmt::join(notes, " "));
}

} // namespace

Task<Result<Outcome>> launch(const Services& services, RunPlan plan, bool dry_run,
                             std::optional<json::value> progress_token) {
  const RunRequest& request = *plan.ready;
  platform::TriggerRequest trigger = to_trigger(request);
  const auto preview = services.api.trigger_request_preview(trigger);
  if (!preview) co_return fail(preview.error());
  protocol::RunStarted result = result_of(request, *preview);
  std::vector<std::string> notes = notes_of(request);
  if (!notes.empty()) result.notes = notes;
  if (dry_run)
    co_return Outcome{.value = result,
                      .gist = fmt::format("Nothing was sent: {} would start.", request.file)};

  // A missing token is a reason not to begin, so it is looked for while the person still waits.
  const auto token = co_await services.vault.token(services.origin(), services.patience);
  if (!token) co_return fail(token.error());

  // Said once, when it is started, instead of being found out by everybody who would follow it.
  const std::optional<bool> may_read = co_await services.reading_rights.known(services.patience);
  const bool watchable = may_read != false;

  // The last moment in which a cancel leaves no trace of the run.
  const asio::cancellation_state cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);

  JournalRun run = to_journal(request, services.clock.now());
  run.confirmation = plan.confirmation;
  const Result<> written = co_await write_down(services, plan, run);
  if (!written) co_return fail(written.error());
  if (plan.confirmation)
    (void)services.components.mark_confirmed({.folder = request.folder, .origin = request.origin},
                                             request.component.component_id);

  const auto sending = std::make_shared<Sending>(services, std::move(run));
  sending->begin(std::move(trigger), plan.follow && watchable && services.client.stays(),
                 std::move(progress_token));
  const Result<> ended = co_await sending->outcome();
  if (!ended) co_return fail(ended.error());

  std::ranges::move(notes_of(*sending), std::back_inserter(notes));
  if (!watchable) notes.insert(notes.begin(), cannot_watch(sending->run(), services.ui_url).message);
  result.outcome = "started";
  if (sending->run().written_down) result.id = sending->run().id;
  result.runId = if_known(sending->run().run_id);
  result.runUrl = if_known(sending->run().run_url);
  if (!notes.empty()) result.notes = notes;
  co_return Outcome{.value = result,
                    .gist = gist_of(services, sending->run(), notes, watchable),
                    .started = sending->run()};
}

} // namespace unify_ls::commands
