#include "protocol/lsp_place.h"

#include <algorithm>

namespace unify_ls::protocol {
namespace {

/// The value at a path such as `/workspace/codeLens`; null where something on the way is missing.
const json::value* at(const json::object& capabilities, std::initializer_list<std::string_view> path) {
  const json::object* here = &capabilities;
  const json::value* found = nullptr;
  for (const std::string_view name : path) {
    found = here == nullptr ? nullptr : here->if_contains(name);
    here = found == nullptr ? nullptr : found->if_object();
  }
  return found;
}

bool says_yes(const json::value* value) { return value != nullptr && value->is_bool() && value->get_bool(); }

bool has_markdown(const json::value* formats) {
  return formats != nullptr && formats->is_array() &&
         std::ranges::any_of(formats->get_array(),
                             [](const json::value& format) { return format == "markdown"; });
}

} // namespace

TypingAbilities typing_abilities_of(const json::object& capabilities) {
  const auto of_item = [&](std::string_view name) {
    return at(capabilities, {"textDocument", "completion", "completionItem", name});
  };
  TypingAbilities can;
  can.snippets = says_yes(of_item("snippetSupport"));
  can.insert_text_modes = of_item("insertTextModeSupport") != nullptr;
  can.markdown_offers = has_markdown(of_item("documentationFormat"));
  can.markdown_hovers = has_markdown(at(capabilities, {"textDocument", "hover", "contentFormat"}));
  can.prepares_rename = says_yes(at(capabilities, {"textDocument", "rename", "prepareSupport"}));
  can.refreshes_lenses = says_yes(at(capabilities, {"workspace", "codeLens", "refreshSupport"}));
  return can;
}

} // namespace unify_ls::protocol
