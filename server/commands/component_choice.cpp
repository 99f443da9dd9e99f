#include "server/commands/component_choice.h"

#include "server/base/text.h"
#include "server/commands/component_reference.h"
#include "server/commands/component_search.h"
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

/// In a list, for a component that is not in it; then the field `from` asks for it.
constexpr std::string_view not_listed = "*";

/// Example arguments, with an id that no component has.
json::object made_up_example() { return {{"componentId", "00000000-0000-4000-8000-000000000000"}}; }

protocol::FormField text_question(std::string id, const std::string& reason) {
  return {.id = std::move(id),
          .description = fmt::format("{}{}Which component is meant? Give {}.", reason,
                                     reason.empty() ? "" : " ", what_names_a_component),
          .type = {.kind = "string"},
          .required = true};
}

Result<FoundComponent> among(const std::vector<ComponentRecord>& candidates, std::string_view id) {
  const auto found = std::ranges::find(candidates, id, &ComponentRecord::component_id);
  if (found == candidates.end())
    return fail(ErrorKind::notFound, "Choose one of the components in the list.");
  return FoundComponent{*found, FoundBy::person};
}

/// What was typed into a field of text as a component. It is not sent back as it was typed, because there may
/// be a token in a curl command.
Task<Result<std::optional<FoundComponent>>> settle_text(const ComponentFinding& finding, const Place& place,
                                                        protocol::FormField field, Form& form) {
  std::optional<Result<FoundComponent>> understood;
  if (form.answer(field.id) != nullptr) {
    auto named = co_await component_from(finding, place, form.text_answer(field.id).value_or(""));
    if (named) {
      form.replace(field.id, json::value(json::string(named->component_id)));
      understood = FoundComponent{*std::move(named), FoundBy::person};
    } else {
      form.drop(field.id);
      understood = fail(std::move(named.error()));
    }
  }
  co_return form.settle(std::move(field), std::move(understood), made_up_example());
}

/// Keeps what was answered, unless the command itself does.
Task<> keep_answer(const ComponentFinding& finding, const Place& place, ComponentWish wish,
                   ComponentRecord component) {
  if (wish.choose_again) co_return;
  const Result<> kept = co_await keep_decision(finding, place, std::move(component));
  if (!kept) finding.log.warn("the choice of a component was not kept: {}", kept.error().message);
}

Task<Result<std::optional<FoundComponent>>> settle_by_text(const ComponentFinding& finding,
                                                           const Place& place, ComponentWish wish,
                                                           protocol::FormField field, Form& form) {
  auto settled = co_await settle_text(finding, place, std::move(field), form);
  if (settled && *settled) co_await keep_answer(finding, place, wish, (*settled)->component);
  co_return settled;
}

} // namespace

Task<Result<std::optional<FoundComponent>>>
settle_component(const ComponentFinding& finding, const Place& place, ComponentWish wish, Form& form) {
  const json::value* answer = form.answer("component");
  if (answer == nullptr && wish.named) {
    auto reference =
        read_component_reference(*wish.named, {finding.platform.api_url, finding.platform.ui_url});
    if (!reference) co_return fail(std::move(reference.error()));
    ComponentRecord component = co_await component_named(finding, place, std::move(reference->component_id));
    co_return FoundComponent{std::move(component), FoundBy::caller};
  }
  const bool answered = answer != nullptr;
  Result<Discovery> open = Discovery{};
  if (wish.choose_again)
    open = co_await all_components(finding, place, answered ? Searching::as_remembered : Searching::afresh);
  else
    open = co_await discover_component(finding, place, answered ? Decisions::are_open : Decisions::count);
  if (!open) {
    // A token that may only start runs looks up nothing, and a person may know all the same.
    if (open.error().kind != ErrorKind::forbidden) co_return fail(open.error());
    if (!answered) form.blame(open.error());
    protocol::FormField field = text_question("component", open.error().message);
    co_return co_await settle_by_text(finding, place, std::move(wish), std::move(field), form);
  }
  if (open->found) co_return open->found;
  if (open->candidates.empty()) {
    protocol::FormField field =
        text_question("component", "Your token sees no component to choose from. " + open->reason);
    co_return co_await settle_by_text(finding, place, std::move(wish), std::move(field), form);
  }

  protocol::FormField field = component_question(*open);
  if (wish.choose_again)
    field.type.entries->push_back(
        {std::string(not_listed), "Another one: its id, its page or a curl command…"});
  json::object example{{"componentId", open->candidates.front().component_id}};
  if (wish.choose_again && answered && *answer == json::value(not_listed)) {
    form.keep(std::move(field));
    co_return co_await settle_by_text(finding, place, std::move(wish), text_question("from", ""), form);
  }
  std::optional<Result<FoundComponent>> chosen;
  if (answered) chosen = among(open->candidates, form.text_answer("component").value_or(""));
  auto settled = form.settle(std::move(field), std::move(chosen), std::move(example));
  if (settled) co_await keep_answer(finding, place, wish, settled->component);
  co_return settled;
}

Task<Result<ComponentRecord>> component_from(const ComponentFinding& finding, const Place& place,
                                             std::string text) {
  auto reference = read_component_reference(text, {finding.platform.api_url, finding.platform.ui_url});
  if (!reference) co_return fail(std::move(reference.error()));
  const std::string& set = place.settings.folder.organization_id.value;
  if (reference->held_token)
    finding.client.show(
        protocol::MessageType::warning,
        "That curl command holds a token, which your editor may have written into a log. Nothing of "
        "it was kept; to store a token, use its own hidden prompt.");
  ComponentRecord named{.organization_id = set.empty() ? reference->organization_id : set,
                        .component_id = reference->component_id,
                        .verified = false};
  auto component = co_await component_by_id(finding.platform.api, named.organization_id, named.component_id);
  if (component) co_return component;
  const bool knows_better = component.error().kind == ErrorKind::notFound;
  if (knows_better) co_return fail(std::move(component.error()));
  if (!is_platform_id(named.component_id))
    co_return fail(ErrorKind::notFound,
                   fmt::format("`{}` cannot be looked up and is not like the ids of components: give {}.",
                               escaped(named.component_id), what_names_a_component));
  co_return named;
}

Task<Result<>> keep_decision(const ComponentFinding& finding, const Place& place, ComponentRecord component) {
  const settings::Setting<std::string>& set = place.settings.folder.component_id;
  const bool agreement = set.value == component.component_id && settings::is_folder_source(set.source);
  const state::ComponentPlace where = component_place(place, finding.platform.origin());
  co_return co_await state::patiently(finding.clock, state::write_patience, [&] {
    return agreement ? finding.components.keep_agreement(where, component.component_id)
                     : finding.components.keep_pick(where, component);
  });
}

} // namespace unify_ls::commands
