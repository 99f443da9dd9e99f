#pragma once

#include "server/workflow/yaml_tree.h"

#include <optional>
#include <string>

namespace unify_ls::workflow {

/// Scalars as the core schema of YAML 1.2 reads them, where a type is wanted. Nothing here turns `on` or
/// `yes` into a boolean. Nodes are resolved first, so an alias may be given.

/// Nothing, `~` or `null`, unquoted.
bool is_null(const YamlNode& node);

/// `true` or `false`, unquoted, in one of the three spellings of the schema (`true`, `True`, `TRUE`).
std::optional<bool> boolean_of(const YamlNode& node);

/// The boolean that a text spells, in the same three ways.
std::optional<bool> boolean_of_text(std::string_view text);

/// A scalar's text as the author wrote it, whatever type it would have; nothing for null and for collections.
std::optional<std::string> text_of(const YamlNode& node);

} // namespace unify_ls::workflow
