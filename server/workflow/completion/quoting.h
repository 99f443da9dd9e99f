#pragma once

#include "server/workflow/yaml_tree.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// Where a text comes to stand.
struct ScalarPlace {
  YamlNode::Style style = YamlNode::Style::plain;
  bool flow = false; ///< in brackets or braces, where a plain text ends at more marks
};

/// A text as the whole value at its place, so that YAML reads exactly this text: as it is, with quotes around
/// it, or escaped for the quotes that are there. Nothing where these quotes cannot hold it.
std::optional<std::string> as_value(std::string_view text, ScalarPlace place);

/// A text as a part of a longer value. Nothing where the value would end at it.
std::optional<std::string> as_part(std::string_view text, ScalarPlace place);

} // namespace unify_ls::workflow
