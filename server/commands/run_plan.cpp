#include "server/commands/run_plan.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/component_choice.h"
#include "server/commands/confirmation.h"
#include "server/commands/consent.h"
#include "server/commands/listing.h"
#include "server/commands/questions.h"
#include "server/commands/run_inputs.h"
#include "server/commands/wire.h"
#include "server/commands/workflow_choice.h"
#include "server/settings/branch_pattern.h"
#include "server/state/patience.h"
#include "server/state/random_id.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

constexpr std::size_t subject_part_limit = 40;

RunWarning warning(RunWarning::Kind kind, std::string text) { return {kind, std::move(text)}; }

std::string commits(unsigned count) { return fmt::format("{} commit{}", count, count == 1 ? "" : "s"); }

/// What the person should know of the place and the file, apart from the inputs.
std::vector<RunWarning> warnings_of(const ChosenWorkflow& chosen) {
  const Place& place = chosen.place;
  const std::string branch = place.checkout.branch.value_or("");
  std::vector<RunWarning> warnings;
  if (settings::is_protected_branch(place.settings.folder.protected_branches.value, branch))
    warnings.push_back(
        warning(RunWarning::Kind::protected_branch, fmt::format("{} is a protected branch", shown(branch))));
  if (chosen.listed.file.state == git::FileState::modified)
    warnings.push_back(
        warning(RunWarning::Kind::modified, "your working copy of the workflow differs from what will run"));
  if (place.checkout.local && place.checkout.local->checked_out &&
      place.checkout.local->unpushed.value_or(0) > 0)
    warnings.push_back(
        warning(RunWarning::Kind::unpushed,
                fmt::format("{} of {} not pushed yet, so not part of the run",
                            commits(*place.checkout.local->unpushed), shown(place.checkout.local->branch))));
  if (!place.checkout.remote)
    warnings.push_back(
        warning(RunWarning::Kind::no_remote, "this repository has no remote: what will run cannot be told"));
  return warnings;
}

RunRequest request_of(const Platform& platform, WallTime now, const ChosenWorkflow& chosen,
                      const FoundComponent& found, std::vector<workflow::SentInput> inputs) {
  const git::Checkout& checkout = chosen.place.checkout;
  RunRequest request{.run = {.id = state::random_id(),
                             .origin = platform.origin(),
                             .folder = chosen.place.root(),
                             .component = found.component,
                             .file = chosen.listed.file.name,
                             .branch = checkout.branch.value_or(""),
                             .commit = checkout.commit.value_or(""),
                             .requested_at = now},
                     .sent = std::move(inputs),
                     .declared = chosen.listed.workflow.inputs,
                     .path = chosen.listed.file.path,
                     .how = found.how,
                     .branch_note = branch_note(checkout),
                     .subject = chosen.subject,
                     .fetched_at = checkout.fetched_at,
                     .warnings = warnings_of(chosen),
                     .from_document = chosen.given.has_value()};
  request.run.inputs = remembered_inputs(request);
  return request;
}

/// Everything that is needed to do the same without a question. What was left out is null, because leaving it
/// away would mean its default.
protocol::WorkflowRunArgs complete_args(const protocol::WorkflowRunArgs& args, const ChosenWorkflow& chosen,
                                        const RunRequest& request,
                                        const std::optional<std::string>& confirmation) {
  protocol::WorkflowRunArgs complete = args;
  complete.document.reset();
  complete.preset.reset();
  complete.folder = uri_of_path(chosen.place.folder);
  complete.file = request.path;
  complete.branch = request.run.branch;
  if (request.how == FoundBy::person) complete.componentId = request.run.component.component_id;
  complete.commit = if_known(request.run.commit);
  complete.inputs = to_wire(request.sent);
  for (const workflow::Input& declared : request.declared)
    if (!complete.inputs->contains(declared.name)) (*complete.inputs)[declared.name] = nullptr;
  if (confirmation) complete.confirmed = json::value(json::string(*confirmation));
  return complete;
}

/// What a run document gives, as arguments; those of the call win.
void add_given(const workflow::RunDocument& document, std::optional<json::object>& inputs) {
  json::object given;
  for (const auto& [name, value] : document.inputs) {
    const std::optional<std::string> text = workflow::text_of(value);
    given[name] = text ? json::value(json::string(*text)) : json::value(nullptr);
  }
  if (inputs)
    for (const auto& member : *inputs) given[member.key()] = member.value();
  inputs = std::move(given);
}

/// Notes which optional inputs are left out although the author wrote a default, because that cannot be used.
void add_default_warning(RunRequest& request) {
  std::vector<std::string> names;
  for (const workflow::Input& declared : request.declared) {
    const bool sent =
        std::ranges::find(request.sent, declared.name, &workflow::SentInput::name) != request.sent.end();
    if (!sent && workflow::has_unusable_default(declared)) names.push_back(shown(declared.name));
  }
  if (names.empty()) return;
  const bool one = names.size() == 1;
  request.warnings.push_back(
      warning(RunWarning::Kind::unusable_default,
              fmt::format("the default{} of {} cannot be used, so {} left out", one ? "" : "s",
                          fmt::join(names, ", "), one ? "it is" : "they are")));
}

/// Notes that the journal cannot be written, which is tried, and what it knows of the same run.
Task<> add_journal_warnings(const runs::Journal& journal, Clock& clock, RunRequest& request,
                            bool may_repeat) {
  const Result<> writable = co_await state::patiently(clock, state::write_patience,
                                                      [&] { return journal.try_writing(request.run); });
  if (!writable)
    request.warnings.push_back(
        warning(RunWarning::Kind::no_journal,
                fmt::format("this run cannot be written down: {}", printable(writable.error().message))));
  if (may_repeat) co_return;
  const auto same = journal.recent_same(request.run);
  if (same && *same)
    request.warnings.push_back(
        warning(RunWarning::Kind::duplicate, fmt::format("the same run was requested {}",
                                                         relative_time((*same)->requested_at, clock.now()))));
}

} // namespace

Task<Result<RunPlan>> plan_run(const Services& services, protocol::WorkflowRunArgs args,
                               std::vector<runs::RunInput> earlier, Form& form) {
  RunPlan plan;
  if (is_declined(args, form)) { // no matter to what
    plan.declined = true;
    plan.complete = args;
    plan.complete.confirmed = json::value(json::string(cancel_run));
    co_return plan;
  }
  const Result<std::optional<ChosenWorkflow>> chosen =
      co_await choose_workflow(services.workspace, args, form);
  if (!chosen) co_return fail(chosen.error());
  if (!*chosen) co_return plan;
  form.about(fmt::format("{} on {}", shown((*chosen)->listed.file.name, subject_part_limit),
                         shown((*chosen)->place.checkout.branch.value_or("no branch"), subject_part_limit)));

  const Result<std::optional<FoundComponent>> component =
      co_await settle_component(services.finding, (*chosen)->place, {.named = args.componentId}, form);
  if (!component) co_return fail(component.error());
  if ((*chosen)->given) add_given(*(*chosen)->given, args.inputs);
  // The component and the inputs are asked side by side, in one form.
  Result<std::optional<std::vector<workflow::SentInput>>> inputs =
      settle_inputs((*chosen)->listed.workflow, args.inputs, earlier, asking_of(services.client), form);
  if (!inputs) co_return fail(inputs.error());
  const bool dry_run = args.dryRun.value_or(false);
  if (!*component || !*inputs) {
    // An editor asks for the one after the other; a line in a terminal lacks both.
    if (!dry_run && !args.confirmed && !services.client.stays()) form.announce("confirmed");
    co_return plan;
  }

  RunRequest request =
      request_of(services.platform, services.clock.now(), **chosen, **component, **std::move(inputs));
  add_default_warning(request);
  const bool force = args.force.value_or(false);
  if (!dry_run) co_await add_journal_warnings(services.runs.journal(), services.clock, request, force);
  const Result<Consent> consent = settle_consent({.journal = services.runs.journal(),
                                                  .components = services.finding.components,
                                                  .now = services.clock.now()},
                                                 (*chosen)->place, args, request, form);
  if (!consent) co_return fail(consent.error());
  if (!consent->given) co_return plan;

  plan.complete = complete_args(args, **chosen, request, consent->confirmation);
  plan.consent = *consent;
  plan.consent.may_repeat = force || consent->may_repeat;
  plan.follow = (*chosen)->place.settings.folder.follow.value;
  plan.ready = std::move(request);
  co_return plan;
}

} // namespace unify_ls::commands
