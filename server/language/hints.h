#pragma once

#include "protocol/lsp_place.h"
#include "server/documents/positions.h"
#include "server/language/analysis.h"

#include <vector>

namespace unify_ls::language {

/// A number of minutes above this is easier read in hours and days.
inline constexpr unsigned long_minutes = 120;

/// Schedules in words, and long times in hours and days, in a part of a text.
std::vector<protocol::InlayHint> inlay_hints(const Analysis& analysis, workflow::Span part,
                                             documents::Encoding encoding);

} // namespace unify_ls::language
