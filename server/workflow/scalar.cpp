#include "server/workflow/scalar.h"

#include <algorithm>
#include <array>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view null_tag = "tag:yaml.org,2002:null";
constexpr std::string_view bool_tag = "tag:yaml.org,2002:bool";

/// Whether a plain or suitably tagged scalar may have the type of that tag.
bool may_be(const YamlNode& node, std::string_view tag) {
  if (!node.is_scalar()) return false;
  return node.tag.empty() ? node.style == YamlNode::Style::plain : node.tag == tag;
}

} // namespace

bool is_null(const YamlNode& given) {
  const YamlNode& node = resolved(given);
  if (!may_be(node, null_tag)) return false;
  const std::string& text = node.value;
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> spelled_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 11> yes{"true", "True", "TRUE", "yes", "Yes", "YES",
                                                 "y",    "Y",    "on",   "On",  "ON"};
  constexpr std::array<std::string_view, 11> no{"false", "False", "FALSE", "no",  "No", "NO",
                                                "n",     "N",     "off",   "Off", "OFF"};
  if (std::ranges::find(yes, text) != yes.end()) return true;
  if (std::ranges::find(no, text) != no.end()) return false;
  return std::nullopt;
}

std::optional<bool> spelled_boolean(const YamlNode& given) {
  const YamlNode& node = resolved(given);
  return may_be(node, bool_tag) ? spelled_boolean(node.value) : std::nullopt;
}

std::optional<bool> boolean_of_text(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

std::optional<bool> boolean_of(const YamlNode& given) {
  const YamlNode& node = resolved(given);
  return may_be(node, bool_tag) ? boolean_of_text(node.value) : std::nullopt;
}

std::optional<std::string> text_of(const YamlNode& given) {
  const YamlNode& node = resolved(given);
  if (!node.is_scalar() || is_null(node)) return std::nullopt;
  return node.value;
}

} // namespace unify_ls::workflow
