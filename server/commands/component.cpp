#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/commands.h"
#include "server/commands/discovery.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

using state::ComponentRecord;

Task<Result<Outcome>> save(const Services& services, Place place, ComponentRecord component, FoundBy how) {
  const auto saved = services.choices.save_component(choice_place(services, place), component);
  if (!saved)
    services.client.show(protocol::MessageType::warning,
                         printable(fmt::format("The choice could not be kept: {}", saved.error().message)));
  protocol::SelectedComponent result{.organizationId = if_known(component.organization_id),
                                     .componentId = component.component_id,
                                     .name = if_known(printable(component.name)),
                                     .repositoryUrl = if_known(printable(component.repository_url)),
                                     .how = std::string(name_of(how))};
  co_return Outcome{.value = protocol::write(result),
                    .gist = fmt::format("{} is the component {}.", place.folder, shown_name(component))};
}

/// All that the token sees, those of this repository first.
Task<Result<std::vector<ComponentRecord>>> choices_of(const Services& services, const Place& place) {
  Place open = place;
  open.settings.folder.component_id = {}; // a setting is no reason not to choose anew
  const Result<Discovery> discovery = co_await discover_by_looking_up(services, open);
  if (!discovery) co_return fail(discovery.error());
  std::vector<ComponentRecord> choices = discovery->candidates;
  if (discovery->found) choices.insert(choices.begin(), discovery->found->component);
  co_return choices;
}

Task<Result<Planned>> choose(const Services& services, Place place, Form& form) {
  const Result<std::vector<ComponentRecord>> choices = co_await choices_of(services, place);
  if (!choices) co_return fail(choices.error());
  if (choices->empty())
    co_return fail(ErrorKind::notFound, "Your token sees no component: ask for access in Unify.");
  protocol::FormField question = component_question(*choices, "");
  const json::value* answer = form.answer("component");
  if (answer == nullptr) {
    form.ask(std::move(question));
    co_return Planned{};
  }
  for (const ComponentRecord& component : *choices) {
    if (!answer->is_string() || answer->get_string() != component.component_id) continue;
    form.keep(std::move(question));
    json::object complete{{"folder", uri_of_path(place.folder)}, {"componentId", component.component_id}};
    co_return Planned{.carry_out = [&services, place,
                                    component] { return save(services, place, component, FoundBy::person); },
                      .complete = std::move(complete)};
  }
  form.reject(std::move(question), "Choose one of the components in the list.");
  co_return Planned{};
}

} // namespace

Task<Result<Planned>> plan_component_select(const Services& services, const Call& call, Form& form) {
  const auto args = read_args<protocol::ComponentSelectArgs>(call);
  if (!args) co_return fail(args.error());
  const Result<std::string> folder = settle_folder(services, args->folder, form);
  if (!folder) co_return fail(folder.error());
  if (form.incomplete()) co_return Planned{};
  const Result<Place> place = co_await open_place(services, *folder, std::nullopt);
  if (!place) co_return fail(place.error());
  if (!args->componentId) co_return co_await choose(services, *place, form);
  const auto component =
      co_await component_by_id(services, place->settings.folder.organization_id.value, *args->componentId);
  if (!component) co_return fail(component.error());
  co_return Planned{.carry_out = [&services, place = *place, component = *component] {
    return save(services, place, component, FoundBy::person);
  }};
}

} // namespace unify_ls::commands
