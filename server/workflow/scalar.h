#pragma once

#include "server/workflow/yaml_tree.h"

#include <optional>
#include <string>

namespace unify_ls::workflow {

/// Scalars as YAML reads them, where a type is wanted; elsewhere `on` and `yes` are texts. Nodes are resolved
/// first, so an alias may be given.

/// Nothing, `~` or `null`, unquoted.
bool is_null(const YamlNode& node);

/// The boolean that an unquoted scalar is in the core schema of YAML 1.2: `true` or `false`, small,
/// capitalized or in capitals.
std::optional<bool> boolean_of(const YamlNode& node);

/// The boolean that a text spells in YAML 1.2 or 1.1: `true`, `yes`, `y`, `on` and their opposites, in the
/// same three ways. Where a boolean is wanted there is only one that such a text can mean, whichever of the
/// two the platform reads by.
std::optional<bool> spelled_boolean(std::string_view text);

/// The same for an unquoted scalar.
std::optional<bool> spelled_boolean(const YamlNode& node);

/// The boolean that somebody gave as text: `true` or `false`, in the three spellings of YAML 1.2.
std::optional<bool> boolean_of_text(std::string_view text);

/// A scalar's text as the author wrote it, whatever type it would have; nothing for null and for collections.
std::optional<std::string> text_of(const YamlNode& node);

} // namespace unify_ls::workflow
