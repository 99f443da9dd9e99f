#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/commands.h"
#include "server/commands/discovery.h"
#include "server/commands/listing.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unify_ls::commands {
namespace {

/// Names in a sentence for a client that shows no results.
constexpr std::size_t named_in_gist = 10;

std::string gist_of(const protocol::WorkflowsList& list) {
  const std::string notes = list.notes ? fmt::format(" {}", fmt::join(*list.notes, " ")) : "";
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

Task<Result<Outcome>> list(const Services& services, protocol::WorkflowsListArgs args, std::string folder) {
  const Result<Place> place = co_await open_place(services, std::move(folder), args.branch);
  if (!place) co_return fail(place.error());
  const Result<Listing> listing = co_await list_workflows(services, *place);
  if (!listing) co_return fail(listing.error());

  protocol::WorkflowsList result;
  if (const auto known = known_component(services, *place)) result.component = to_wire(known->component);
  result.branch = place->checkout.branch.value_or("");
  result.commit = place->checkout.commit;
  if (place->checkout.fetched_at) result.fetchedAt = to_rfc3339(*place->checkout.fetched_at);
  result.source = listing->source == git::ListSource::remote ? "remote" : "workingCopy";
  for (const ListedWorkflow& listed : listing->workflows) {
    if (!args.all.value_or(false) && !listed.workflow.manual) continue;
    protocol::Workflow shown = co_await to_wire(listed, services.client.utf8_positions());
    result.workflows.push_back(std::move(shown));
  }
  for (const std::string& note : listing->notes) services.log.info("{}", note);
  if (!listing->notes.empty()) result.notes = listing->notes;
  std::string gist = gist_of(result);
  co_return Outcome{.value = protocol::write(result), .gist = std::move(gist)};
}

} // namespace

Task<Result<Planned>> plan_workflows_list(const Services& services, const Call& call, Form& form) {
  const auto args = read_args<protocol::WorkflowsListArgs>(call);
  if (!args) co_return fail(args.error());
  const Result<std::string> folder = settle_folder(services, args->folder, form);
  if (!folder) co_return fail(folder.error());
  if (form.incomplete()) co_return Planned{};
  co_return Planned{
      .carry_out = [&services, args = *args, folder = *folder] { return list(services, args, folder); }};
}

} // namespace unify_ls::commands
