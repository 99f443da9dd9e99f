#include "server/commands/component_reference.h"

#include "server/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

constexpr std::size_t longest_id = 128;

std::unexpected<Error> refuse(std::string message) {
  return fail(ErrorKind::invalidInputs, std::move(message));
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
  });
}

std::string_view take_until(std::string_view& rest, std::string_view separators) {
  const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

Result<ComponentReference> read_curl(std::string_view text, const ReferencePlaces& places) {
  const auto command = credentials::read_curl_command(text);
  if (!command) return fail(command.error());
  if (const Result<> ours = check_origin(command->target, places.api.origin); !ours)
    return fail(ours.error());
  return ComponentReference{.component_id = command->target.component_id,
                            .organization_id = {},
                            .held_token = !command->token.empty()};
}

/// `/acme/ORGANIZATION/components/ID/runs`; the parameters behind it, which older pages have, win.
Result<ComponentReference> read_address(std::string_view address, const ReferencePlaces& places) {
  if (!http::may_open(address, places.ui))
    return refuse(fmt::format("The address is not one of {0}, where the web interface is configured to be. "
                              "Set `--ui-url`, or give the component's id alone.",
                              places.ui.text()));
  ComponentReference found;
  std::string_view path = take_until(address, "?#");
  for (std::string_view before; !path.empty();) {
    const std::string_view segment = take_until(path, "/");
    if (segment != "components") {
      before = segment;
      continue;
    }
    const std::string_view id = take_until(path, "/");
    if (!is_platform_id(id)) break; // older pages have a word there
    found.component_id = id;
    if (is_platform_id(before)) found.organization_id = before;
    break;
  }
  while (!address.empty()) {
    std::string_view value = take_until(address, "&#?");
    const std::string_view name = take_until(value, "=");
    if (name == "componentId" && is_id(value)) found.component_id = value;
    if (name == "organizationId" && is_id(value)) found.organization_id = value;
  }
  if (found.component_id.empty())
    return refuse("The address names no component: open the component's page and copy the address from "
                  "there, with `/components/` and an id, or `componentId=` in it.");
  return found;
}

} // namespace

Result<> check_origin(const credentials::TriggerTarget& target, const http::Origin& configured) {
  if (target.origin == configured.text()) return {};
  return refuse(fmt::format("The curl command goes to {0}, and {1} is configured. If {0} is right, say so "
                            "with `--api-url {0}`, or `apiUrl` in config.json.",
                            target.origin, configured.text()));
}

bool is_platform_id(std::string_view text) {
  constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
  const auto fits = [](char c, char wanted) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return wanted == '-' ? c == '-' : digit;
  };
  return std::ranges::equal(text, form, fits);
}

Result<ComponentReference> read_component_reference(std::string_view text, const ReferencePlaces& places) {
  text = trimmed(text);
  if (credentials::is_curl_command(text)) return read_curl(text, places);
  if (text.contains("://")) return read_address(text, places);
  if (is_id(text)) return ComponentReference{.component_id = std::string(text), .organization_id = {}};
  return refuse(fmt::format("That does not name a component: give {}.", what_names_a_component));
}

} // namespace unify_ls::commands
