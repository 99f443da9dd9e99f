#include "server/base/text.h"
#include "server/base/time.h"
#include "server/base/turn.h"
#include "server/commands/commands.h"
#include "server/commands/discovery.h"
#include "server/commands/listing.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

/// Texts of inputs in one answer. Escaped they may take six times as much, which the connection still
/// carries.
constexpr std::size_t max_answer_bytes = std::size_t{8} << 20U;

/// Names in a sentence for a client that shows no results.
constexpr std::size_t named_in_gist = 10;

std::string gist_of(const protocol::WorkflowsList& list) {
  const std::string notes = list.notes ? fmt::format(" {}", fmt::join(*list.notes, " ")) : "";
  if (list.workflows.empty() && list.source == "workingCopy")
    return "There is no remote, and no workflow in the working copy can be started by hand." + notes;
  if (list.workflows.empty())
    return fmt::format("No workflow on {} can be started by hand.", list.branch) + notes;
  std::vector<std::string> names;
  for (const protocol::Workflow& workflow : list.workflows)
    if (names.size() < named_in_gist) names.push_back(workflow.file);
  const std::size_t more = list.workflows.size() - names.size();
  return fmt::format("{} on {}: {}{}",
                     list.workflows.size() == 1 ? "One workflow"
                                                : fmt::format("{} workflows", list.workflows.size()),
                     list.branch, fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "") +
         (notes.empty() ? "" : "." + notes);
}

/// The same as protocol::write, which for a long list takes more than a turn.
Task<json::value> write_in_turns(const protocol::WorkflowsList& list) {
  const protocol::WorkflowsList others{.component = list.component,
                                       .branch = list.branch,
                                       .commit = list.commit,
                                       .fetchedAt = list.fetchedAt,
                                       .source = list.source,
                                       .notes = list.notes};
  json::value written = protocol::write(others);
  json::array& array = written.as_object()["workflows"].emplace_array();
  for (const protocol::Workflow& workflow : list.workflows) {
    array.push_back(protocol::write(workflow));
    if (turn_is_over()) co_await next_turn();
  }
  co_return written;
}

Task<Result<Outcome>> list(const Services& services, protocol::WorkflowsListArgs args, std::string folder) {
  const Result<Place> place = co_await open_place(services.workspace, std::move(folder), args.branch);
  if (!place) co_return fail(place.error());
  const Result<Listing> listing = co_await list_workflows(services.workspace, *place);
  if (!listing) co_return fail(listing.error());

  protocol::WorkflowsList result;
  if (const auto known = known_component(services.finding, *place))
    result.component = to_wire(known->component);
  result.branch = place->checkout.branch.value_or("");
  result.commit = place->checkout.commit;
  if (place->checkout.fetched_at) result.fetchedAt = to_rfc3339(*place->checkout.fetched_at);
  result.source = listing->source == git::ListSource::remote ? "remote" : "workingCopy";
  std::size_t bytes = 0;
  std::size_t left_out = 0;
  for (const ListedWorkflow& listed : listing->workflows) {
    if (!args.all.value_or(false) && !listed.workflow.manual) continue;
    bytes += workflow::text_bytes(listed.workflow);
    if (bytes > max_answer_bytes) {
      ++left_out;
      continue;
    }
    protocol::Workflow shown = co_await to_wire(listed, services.client.utf8_positions());
    result.workflows.push_back(std::move(shown));
  }
  std::vector<std::string> notes = listing->notes;
  if (!args.all.value_or(false)) std::ranges::move(listing->unreadable(), std::back_inserter(notes));
  if (left_out > 0)
    notes.push_back(
        fmt::format("The last {} are left out, because the texts of their inputs are too long.", left_out));
  for (const std::string& note : notes) services.log.info("{}", note);
  if (!notes.empty()) result.notes = std::move(notes);
  std::string gist = gist_of(result);
  co_return Outcome{.value = WireValue(std::move(result), write_in_turns), .gist = std::move(gist)};
}

} // namespace

Task<Result<Planned>> plan_workflows_list(const Services& services, const protocol::WorkflowsListArgs& args,
                                          const Call& /*call*/, Form& form) {
  const Result<std::string> folder = settle_folder(services.workspace.folders, args.folder, form);
  if (!folder) co_return fail(folder.error());
  if (form.incomplete()) co_return Planned{};
  co_return Planned{
      .carry_out = [&services, args, folder = *folder] { return list(services, args, folder); }};
}

} // namespace unify_ls::commands
