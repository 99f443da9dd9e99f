#pragma once

#include "protocol/lsp.h"

#include <cstddef>
#include <string_view>

namespace unify_ls::documents {

/// What a column counts: the encoding that was agreed on when the conversation began.
enum class Encoding { utf8, utf16 };

/// The byte of a text where a position is. Lines end at LF, CR LF and CR. A position behind the end of its
/// line is that end, without the line end; one behind the last line is the end of the text; one inside a
/// character is the character's start. A byte order mark counts as nothing, for editors do not show it.
std::size_t offset_of(std::string_view text, protocol::Position position, Encoding encoding);

} // namespace unify_ls::documents
