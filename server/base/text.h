#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace unify_ls {

/// Bytes from outside (a server, a program, the system) as valid UTF-8: each wrong byte becomes U+FFFD.
std::string repair_utf8(std::string_view bytes);

bool is_valid_utf8(std::string_view bytes);

/// One line that cannot steer a terminal or an editor: control and bidirectional characters are removed, line
/// breaks and tabs become blanks, and a blank keeps a Markdown link from forming. For messages and logs.
std::string printable(std::string_view text);

/// The same characters, and the bracket that would make a link, shown as escapes (`\n`, `\u202E`) and none
/// dropped: what a person confirms is what is sent. For questions and confirmations.
std::string escaped(std::string_view text);

/// At most `limit` characters (code points), the cut marked by an ellipsis that counts as one.
std::string shortened(std::string_view text, std::size_t limit);

std::string_view trimmed(std::string_view text);

std::string lower_ascii(std::string_view text);

/// With a capital at the beginning, where a letter of ASCII stands there.
std::string upper_first(std::string_view text);

} // namespace unify_ls
