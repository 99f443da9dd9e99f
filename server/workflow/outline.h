#pragma once

#include "server/workflow/source_map.h"
#include "server/workflow/yaml_tree.h"

#include <string_view>

namespace unify_ls::workflow {

/// The tree of a text that need not be YAML: one pass over its lines, which never fails and loses nothing.
/// It is for half-typed texts, so that the rest of a file keeps its meaning while one line has none.
///
///   - A quote or bracket that nothing closes ends before the next line that looks like a key at or left of
///     the column of what it stands in; its node is not complete.
///   - A line that fits nowhere becomes an entry of the mapping or an item of the list that its column puts
///     it in: a key without a colon has an empty value, a list without a key stands below an empty key. None
///     of these is complete.
///
/// For texts that are YAML it gives what libyaml gives, except where they have `? ` keys, aliases or brackets
/// as keys, quoted keys of several lines, directives, more than one document, or line ends that only YAML
/// knows. Anchors and tags are noted; an alias finds its anchor. `map` is the text's own.
YamlTree read_outline(std::string_view text, const SourceMap& map);

} // namespace unify_ls::workflow
