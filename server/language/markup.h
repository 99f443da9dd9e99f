#pragma once

#include "protocol/lsp_place.h"

#include <string>

namespace unify_ls::language {

/// A text of ours, which is Markdown, for one client. One that cannot show Markdown gets it without emphasis;
/// code keeps its quotation, and a list its dashes.
protocol::MarkupContent markup(std::string text, bool markdown);

} // namespace unify_ls::language
