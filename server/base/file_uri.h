#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls {

/// The absolute path of a file URI; nothing for another scheme, another host or a URI that is none.
std::optional<std::string> path_of_uri(std::string_view uri);

/// "file:///a/b%20c" for an absolute path.
std::string uri_of_path(std::string_view path);

/// A folder as somebody wrote it, an absolute path or a file URI, as an absolute path without a slash at its
/// end.
std::optional<std::string> folder_path(std::string_view written);

} // namespace unify_ls
