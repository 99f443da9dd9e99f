#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/commands.h"
#include "server/commands/component_choice.h"
#include "server/commands/wire.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

Outcome outcome_of(const Place& place, const FoundComponent& selected) {
  const state::ComponentRecord& component = selected.component;
  protocol::SelectedComponent result{.organizationId = if_known(component.organization_id),
                                     .componentId = component.component_id,
                                     .name = if_known(printable(component.name)),
                                     .repositoryUrl = if_known(printable(component.repository_url)),
                                     .how = std::string(name_of(selected.how)),
                                     .verified = component.verified};
  return {.value = result,
          .gist = fmt::format("{} is the component {}{}.", place.folder, shown_name(component),
                              component.verified ? "" : ", which could not be looked up")};
}

Task<Result<Outcome>> keep(const ComponentFinding& finding, Place place, FoundComponent selected) {
  const Result<> kept = co_await keep_decision(finding, place, selected.component);
  if (!kept)
    finding.client.show(protocol::MessageType::warning,
                        printable(fmt::format("The choice could not be kept: {}", kept.error().message)));
  co_return outcome_of(place, selected);
}

Task<Result<Outcome>> told(Outcome outcome) { co_return outcome; }

/// Whether asking once more for less would only make a person wait twice.
bool is_worn_out(const Error& error) {
  return error.kind == ErrorKind::rateLimited || error.kind == ErrorKind::timeout;
}

/// For who cannot be asked: what discovery settles by itself, which is nothing to keep.
Task<Result<std::optional<Outcome>>> settled_by_itself(const ComponentFinding& finding, Place place) {
  const Result<Discovery> discovery = co_await discover_component(finding, place);
  if (!discovery) co_return fail(discovery.error());
  if (!discovery->found) co_return std::nullopt;
  co_return outcome_of(place, *discovery->found);
}

} // namespace

Task<Result<Planned>> plan_component_select(const Services& services,
                                            const protocol::ComponentSelectArgs& args, const Call& /*call*/,
                                            Form& form) {
  const Result<std::string> folder = settle_folder(services.workspace.folders, args.folder, form);
  if (!folder) co_return fail(folder.error());
  if (form.incomplete()) co_return Planned{};
  const Result<Place> place = co_await open_place(services.workspace, *folder, std::nullopt);
  if (!place) co_return fail(place.error());
  std::optional<FoundComponent> selected;
  if (const auto& named = args.from ? args.from : args.componentId) {
    auto component = co_await component_from(services.finding, *place, *named);
    if (!component) co_return fail(component.error());
    selected = FoundComponent{*std::move(component), FoundBy::caller};
  } else {
    auto settled = co_await settle_component(services.finding, *place, {.choose_again = true}, form);
    if (!settled) {
      if (is_worn_out(settled.error())) co_return fail(settled.error());
      // A token that may not list them is no reason to hide the one that is known.
      auto known = co_await settled_by_itself(services.finding, *place);
      if (!known || !*known) co_return fail(settled.error());
      co_return Planned{.carry_out = [known = **std::move(known)] { return told(known); }};
    }
    selected = *std::move(settled);
  }
  if (!selected)
    co_return Planned{
        .unasked = [&services, place = *place] { return settled_by_itself(services.finding, place); }};
  protocol::ComponentSelectArgs complete{.folder = uri_of_path(place->folder),
                                         .componentId = selected->component.component_id};
  co_return Planned{.carry_out = [&services, place = *place,
                                  selected = *selected] { return keep(services.finding, place, selected); },
                    .complete = complete};
}

} // namespace unify_ls::commands
