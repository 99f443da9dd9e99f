#pragma once

#include "server/workflow/problem.h"
#include "server/workflow/source_map.h"

#include <yaml.h>

#include <string_view>

namespace unify_ls::workflow {

/// Why libyaml gave up, in our words and at the place where an author should look.
Problem describe_failure(const yaml_parser_t& parser, std::string_view text, const SourceMap& map);

} // namespace unify_ls::workflow
