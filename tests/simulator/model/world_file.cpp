#include "tests/simulator/model/world_file.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

namespace unify_ls::simulator {
namespace {

template <typename Value> using Names = std::initializer_list<std::pair<std::string_view, Value>>;

template <typename Value>
Value one_of(Fields& fields, std::string_view name, Names<Value> names, Value fallback) {
  if (!fields.has(name)) {
    fields.any(name);
    return fallback;
  }
  const std::string text = fields.text(name);
  for (const auto& [spelling, value] : names) {
    if (spelling == text) return value;
  }
  fields.fail(name, fmt::format("has the unknown value \"{}\"", text));
  return fallback;
}

Token token_from(Fields& fields) {
  const Names<Rights> rights = {{"full", Rights::full},
                                {"triggerOnly", Rights::trigger_only},
                                {"readOnly", Rights::read_only},
                                {"expired", Rights::expired}};
  return {.name = fields.text("name"),
          .value = fields.text("value"),
          .rights = one_of(fields, "rights", rights, Rights::full)};
}

Organization organization_from(Fields& fields) {
  return {.id = fields.text("id"),
          .display_name = fields.text("displayName"),
          .domain_name = fields.text("domainName"),
          .parent_id = fields.text("parentId"),
          .is_implicit = fields.flag("isImplicit"),
          .is_disabled = fields.flag("isDisabled")};
}

Component component_from(Fields& fields) {
  return {.id = fields.text("id"),
          .name = fields.text("name"),
          .description = fields.text("description"),
          .organization_id = fields.text("organizationId"),
          .repository_url = fields.text("repositoryUrl"),
          .default_branch = fields.text("defaultBranch", "main"),
          .provider = fields.text("provider", "GITHUB"),
          .branches = fields.texts("branches"),
          .workflow_files = fields.texts("workflowFiles")};
}

Step step_from(Fields& fields) {
  Step step{.status = fields.text("status"),
            .message = fields.text("statusMessage"),
            .after_reads = fields.count("afterReads"),
            .after = std::nullopt,
            .ended = fields.flag("ended")};
  if (const auto milliseconds = fields.count("afterMs"))
    step.after = std::chrono::milliseconds(*milliseconds);
  return step;
}

/// Reads an array of objects with `read`, naming the place of a mistake as `name[2]`.
template <typename Item>
std::expected<std::vector<Item>, std::string> list_from(const std::vector<const json::value*>& elements,
                                                        std::string_view name, Item (*read)(Fields&)) {
  std::vector<Item> items;
  for (const json::value* element : elements) {
    Fields fields(*element, fmt::format("{}[{}]", name, items.size()));
    items.push_back(read(fields));
    if (const Checked checked = fields.finish(); !checked) return std::unexpected(checked.error());
  }
  return items;
}

template <typename Item>
Checked replace_list(Fields& parts, std::string_view name, std::vector<Item>& target, Item (*read)(Fields&)) {
  const auto elements = parts.elements(name);
  if (!parts.has(name)) return {};
  auto items = list_from(elements, name, read);
  if (!items) return std::unexpected(items.error());
  target = std::move(*items);
  return {};
}

Checked replace_interface(const json::value* value, Interface& target) {
  if (!value) return {};
  Fields fields(*value, "interface");
  target.v4_components = fields.flag("v4Components", target.v4_components);
  target.v4_runs = fields.flag("v4Runs", target.v4_runs);
  target.v1_services = fields.flag("v1Services", target.v1_services);
  target.organization_page_limit =
      fields.count("organizationPageLimit").value_or(target.organization_page_limit);
  target.component_page_limit = fields.count("componentPageLimit").value_or(target.component_page_limit);
  return fields.finish();
}

Checked replace_trigger(const json::value* value, TriggerShape& target) {
  if (!value) return {};
  const Names<TriggerShape> shapes = {{"runId", TriggerShape::run_id},
                                      {"runIdAndUrl", TriggerShape::run_id_and_url},
                                      {"automationRunId", TriggerShape::automation_run_id},
                                      {"id", TriggerShape::id},
                                      {"nested", TriggerShape::nested},
                                      {"runUrl", TriggerShape::run_url},
                                      {"eventOutput", TriggerShape::event_output},
                                      {"empty", TriggerShape::empty},
                                      {"emptyObject", TriggerShape::empty_object},
                                      {"text", TriggerShape::text},
                                      {"successFalse", TriggerShape::success_false},
                                      {"errorMessage", TriggerShape::error_message}};
  Fields fields(*value, "trigger");
  target = one_of(fields, "answer", shapes, target);
  return fields.finish();
}

Checked replace_runs(const json::value* value, World& world) {
  if (!value) return {};
  Fields fields(*value, "runs");
  world.run_commit = fields.text("commit", world.run_commit);
  if (const Checked steps = replace_list(fields, "steps", world.steps, step_from); !steps) return steps;
  if (const json::value* own = fields.any("byWorkflow")) {
    world.steps_by_workflow.clear();
    const json::object* files = own->if_object();
    if (!files) return std::unexpected("runs.byWorkflow must be an object.");
    Fields by_file(*own, "runs.byWorkflow");
    for (const auto& member : *files) {
      const std::string file(member.key());
      if (const Checked steps = replace_list(by_file, file, world.steps_by_workflow[file], step_from);
          !steps) {
        return steps;
      }
    }
    if (const Checked checked = by_file.finish(); !checked) return checked;
  }
  return fields.finish();
}

Checked replace_details(const json::value* value, json::object& target) {
  if (!value) return {};
  const json::object* details = value->if_object();
  if (!details) return std::unexpected("details must be an object.");
  target = *details;
  return {};
}

Checked replace_parts(World& world, const json::value& value) {
  Fields parts(value, "world");
  world.ui_url = parts.text("uiUrl", world.ui_url);
  const Checked results[] = {replace_list(parts, "tokens", world.tokens, token_from),
                             replace_list(parts, "organizations", world.organizations, organization_from),
                             replace_list(parts, "components", world.components, component_from),
                             replace_interface(parts.any("interface"), world.interface),
                             replace_trigger(parts.any("trigger"), world.trigger_shape),
                             replace_runs(parts.any("runs"), world),
                             replace_details(parts.any("details"), world.details)};
  for (const Checked& result : results) {
    if (!result) return result;
  }
  return parts.finish();
}

} // namespace

Checked merge_world(World& world, const json::value& parts) {
  World changed = world;
  const Checked replaced = replace_parts(changed, parts);
  if (replaced) world = std::move(changed);
  return replaced;
}

Checked merge_world_file(World& world, const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::unexpected(fmt::format("The world file {} cannot be read.", path));
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  boost::system::error_code error;
  const json::value parts = json::parse(text, error);
  if (error) return std::unexpected(fmt::format("{} is not JSON: {}.", path, error.message()));
  const Checked merged = merge_world(world, parts);
  if (!merged) return std::unexpected(fmt::format("{}: {}", path, merged.error()));
  return {};
}

std::expected<Step, std::string> step_from_text(std::string_view text) {
  const std::size_t at = text.find('@');
  Step step;
  step.status = text.substr(0, at);
  if (step.status.empty()) return std::unexpected(fmt::format("The step \"{}\" names no status.", text));
  if (at == std::string_view::npos) return step;

  std::string_view when = text.substr(at + 1);
  const bool by_time = when.ends_with("ms");
  if (by_time) when.remove_suffix(2);
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(when.data(), when.data() + when.size(), number);
  if (problem != std::errc{} || end != when.data() + when.size()) {
    return std::unexpected(
        fmt::format("The step \"{}\" must read STATUS, STATUS@READS or STATUS@MILLISECONDSms.", text));
  }
  if (by_time) {
    step.after = std::chrono::milliseconds(number);
  } else {
    step.after_reads = number;
  }
  return step;
}

} // namespace unify_ls::simulator
