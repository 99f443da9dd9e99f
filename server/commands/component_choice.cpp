#include "server/commands/component_choice.h"

#include "server/commands/questions.h"
#include "server/state/patience.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

using state::ComponentRecord;

/// Adds to the descriptions that stand in the list more than once what `part` says of their components.
template <class Part>
void tell_apart(std::vector<std::string>& descriptions, const std::vector<ComponentRecord>& components,
                Part part) {
  std::map<std::string, int> times;
  for (const std::string& description : descriptions) ++times[description];
  for (std::size_t i = 0; i < descriptions.size(); ++i)
    if (const std::string more = part(components[i]); times[descriptions[i]] > 1 && !more.empty())
      descriptions[i] += fmt::format(", {}", more);
}

std::string described(const ComponentRecord& component) {
  std::string description = shown(shown_name(component));
  if (!component.repository_url.empty()) description += fmt::format(" ({})", shown(component.repository_url));
  return description;
}

protocol::FormField component_question(const Discovery& open) {
  std::vector<std::string> descriptions;
  for (const ComponentRecord& component : open.candidates) descriptions.push_back(described(component));
  tell_apart(descriptions, open.candidates, [](const ComponentRecord& component) {
    const std::string& name = component.organization_name;
    return shown(name.empty() ? component.organization_id : name);
  });
  tell_apart(descriptions, open.candidates,
             [](const ComponentRecord& component) { return shown(component.component_id); });

  std::vector<protocol::FormEntry> entries;
  for (std::size_t i = 0; i < descriptions.size(); ++i)
    entries.push_back({open.candidates[i].component_id, std::move(descriptions[i])});
  const std::string_view question = open.doubtful ? "Use it?" : "Which component is meant?";
  return {.id = "component",
          .description =
              open.reason.empty() ? std::string(question) : fmt::format("{} {}", open.reason, question),
          .type = {.kind = "enum", .entries = std::move(entries)},
          .required = true};
}

} // namespace

Task<Result<std::optional<FoundComponent>>> settle_component(const Services& services, const Place& place,
                                                             ComponentWish wish, Form& form) {
  const json::value* answer = form.answer("component");
  if (answer == nullptr && wish.named) {
    ComponentRecord component = co_await component_named(services, place, *wish.named);
    co_return FoundComponent{std::move(component), FoundBy::caller};
  }
  const bool answered = answer != nullptr;
  Result<Discovery> open = Discovery{};
  if (wish.choose_again)
    open = co_await all_components(services, place, answered ? Searching::as_remembered : Searching::afresh);
  else
    open = co_await discover_component(services, place, answered ? Decisions::are_open : Decisions::count);
  if (!open) co_return fail(open.error());
  if (open->found) co_return open->found;
  if (open->candidates.empty())
    co_return fail(
        ErrorKind::notFound,
        fmt::format("Your token sees no component to choose: ask for access in Unify. {}", open->reason));

  protocol::FormField field = component_question(*open);
  json::object example{{"componentId", open->candidates.front().component_id}};
  if (answer == nullptr) {
    form.ask(std::move(field), std::move(example));
    co_return std::nullopt;
  }
  const auto chosen = std::ranges::find_if(open->candidates, [&](const ComponentRecord& component) {
    return answer->is_string() && answer->get_string() == component.component_id;
  });
  if (chosen == open->candidates.end()) {
    form.reject(std::move(field), "Choose one of the components in the list.", std::move(example));
    co_return std::nullopt;
  }
  form.keep(std::move(field));
  if (!wish.choose_again) {
    const Result<> kept = co_await keep_decision(services, place, *chosen);
    if (!kept) services.log.warn("the choice of a component was not kept: {}", kept.error().message);
  }
  co_return FoundComponent{*chosen, FoundBy::person};
}

Task<Result<>> keep_decision(const Services& services, const Place& place, ComponentRecord component) {
  const settings::Setting<std::string>& set = place.settings.folder.component_id;
  const bool agreement = set.value == component.component_id && settings::is_folder_source(set.source);
  const state::ComponentPlace where = component_place(services, place);
  co_return co_await state::patiently(services.clock, state::write_patience, [&] {
    return agreement ? services.components.keep_agreement(where, component.component_id)
                     : services.components.keep_pick(where, component);
  });
}

} // namespace unify_ls::commands
